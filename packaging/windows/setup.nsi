; The setup: for one user, without an administrator, over an older version, silently with /S.
; Exit codes when silent: 0 done, 2 not installed (the program is running).
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "x64.nsh"

!ifdef NSIS_WIN32_MAKENSIS
  !define ALL "\*"
!else
  !define ALL "/*"
!endif
!define ID "BulletinDesk"
!define FILE_TYPE "BulletinDesk.Bulletin"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define TITLE "简报编排"

Name "${TITLE}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
SetCompressor /SOLID lzma
SetCompressorDictSize 16
BrandingText "${TITLE} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE} Bulletin Desk"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装${TITLE} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "只装给您自己用，不要管理员密码，也不用联网。$\r$\n$\r$\n装过旧版的，直接装在上面就行；简报文件和备份都不动。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\BulletinDesk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在就打开${TITLE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A program that runs holds its own file: it can't be opened for writing.
!macro WAIT_UNTIL_CLOSED UN
Function ${UN}WaitUntilClosed
  again:
    IfFileExists "$INSTDIR\BulletinDesk.exe" 0 closed
    ClearErrors
    FileOpen $0 "$INSTDIR\BulletinDesk.exe" a
    IfErrors open
    FileClose $0
    Goto closed
  open:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE}还开着，请先保存并关上它，再点“重试”。" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  closed:
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

; Only what we have put there ourselves: the clerk may have chosen a folder that holds documents.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\licences"
!include "${REMOVED}"
  Delete "$INSTDIR\BulletinDesk.exe"
  Delete "$INSTDIR\bulletin-desk.exe"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE}要 64 位的 Windows 10 或 11。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section "${TITLE}" SEC_PROGRAM
  SectionIn RO
  Call WaitUntilClosed
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${TREE}${ALL}"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\BulletinDesk.exe"

  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}" "" "简报"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}" "FriendlyTypeName" "简报"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\DefaultIcon" "" "$INSTDIR\BulletinDesk.exe,1"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\shell\open" "FriendlyAppName" "${TITLE}"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\shell\open\command" "" '"$INSTDIR\BulletinDesk.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.bulletin" "" "${FILE_TYPE}"
  WriteRegNone HKCU "Software\Classes\.bulletin\OpenWithProgids" "${FILE_TYPE}"
  WriteRegStr HKCU "Software\Classes\Applications\BulletinDesk.exe" "FriendlyAppName" "${TITLE}"
  WriteRegStr HKCU "Software\Classes\Applications\BulletinDesk.exe\shell\open\command" "" '"$INSTDIR\BulletinDesk.exe" "%1"'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\BulletinDesk.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Bulletin Desk"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ; SHCNE_ASSOCCHANGED: Explorer shows the new icons at once
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "桌面快捷方式" SEC_DESKTOP
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\BulletinDesk.exe"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_PROGRAM} "程序、随附的字体和一期例子；双击 .bulletin 文件就打开。"
  !insertmacro MUI_DESCRIPTION_TEXT ${SEC_DESKTOP} "在桌面上放一个图标。"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Section "Uninstall"
  Call un.WaitUntilClosed
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  ; not /r: what else lies there is the clerk's
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"

  ReadRegStr $0 HKCU "Software\Classes\.bulletin" ""
  ${If} $0 == "${FILE_TYPE}"
    DeleteRegValue HKCU "Software\Classes\.bulletin" ""
  ${EndIf}
  DeleteRegValue HKCU "Software\Classes\.bulletin\OpenWithProgids" "${FILE_TYPE}"
  DeleteRegKey /ifempty HKCU "Software\Classes\.bulletin\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.bulletin"
  DeleteRegKey HKCU "Software\Classes\${FILE_TYPE}"
  DeleteRegKey HKCU "Software\Classes\Applications\BulletinDesk.exe"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
