; The setup: for one user, without an administrator, over an older version, silently with /S.
; Exit codes when silent: 0 done, 2 not installed: the program is running, or the folder can't be taken.
;
; What is not ours stays. Only files that a list names are removed (contents.py says how it reads), folders only when they are
; empty. A folder that holds other people's things is not installed into, but gets a folder of ours in it. No link inside our
; folder is followed.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"

!ifdef NSIS_WIN32_MAKENSIS
  !define ALL "\*"
  !define LIST_IN_TREE "\${LIST}"
!else
  !define ALL "/*"
  !define LIST_IN_TREE "/${LIST}"
!endif
!define ID "BulletinDesk"
!define FILE_TYPE "BulletinDesk.Bulletin"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define TITLE "简报编排"
!define REFUSED 2
; FILE_ATTRIBUTE_REPARSE_POINT
!define IS_LINK 0x400

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
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectoryPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Folder    ; whose contents are looked at
Var Ours      ; 1 where it holds this program
Var Before    ; the folder that the registry names, "" where none
Var Listing   ; the open list
Var Time      ; what its files' time is, as "HIGH LOW"
Var Kind      ; of the line that was read: p, k or d; "" after the last one
Var Item      ; the name on it, below $Folder
Var Linked    ; 1 where a folder above $Item, or $Item itself as a folder, is a link
Var Checked   ; the folder that Linked was last asked for
Var Refusal   ; why nothing is installed, "" where it can be

!macro SHARED UN
; $Ours: whether $Folder holds the program: its list says so, or, of versions that had none, the registry and the program.
Function ${UN}Recognise
  StrCpy $Ours 0
  ClearErrors
  FileOpen $0 "$Folder\${LIST}" r
  ${IfNot} ${Errors}
    FileRead $0 $1
    FileClose $0
    ${If} $1 == "${HEAD}$\r$\n"
      StrCpy $Ours 1
      Return
    ${EndIf}
  ${EndIf}
  ReadRegStr $Before HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $Before == $Folder
  ${AndIf} ${FileExists} "$Folder\BulletinDesk.exe"
  ${AndIf} ${FileExists} "$Folder\python\python311.dll"
    StrCpy $Ours 1
  ${EndIf}
FunctionEnd

; Until nothing in $Folder runs: a running program's file can't be opened for writing.
Function ${UN}WaitUntilClosed
  again:
    StrCpy $7 0
    !insertmacro LOOK_WHETHER_HELD "${UN}" "BulletinDesk.exe"
    !insertmacro LOOK_WHETHER_HELD "${UN}" "bulletin-desk.exe"
    !insertmacro LOOK_WHETHER_HELD "${UN}" "python\python311.dll"
    ${If} $7 == 1
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE}还开着，请先保存并关上它，再点“重试”。" /SD IDCANCEL IDRETRY again
      SetErrorLevel ${REFUSED}
      Quit
    ${EndIf}
FunctionEnd

; Opens the list in $0.
Function ${UN}OpenList
  StrCpy $Checked "?"
  FileOpen $Listing $0 r
  FileRead $Listing $1
  FileRead $Listing $1
  StrCpy $Time $1 -2 5
FunctionEnd

; The next line: $Kind, $Item, $Linked; closes the list after the last one. A name that leads out of the folder, or could mean
; several files, ends the list: it is not one that we have made.
Function ${UN}ReadLine
  StrCpy $Kind ""
  ClearErrors
  FileRead $Listing $1
  ${If} ${Errors}
    FileClose $Listing
    Return
  ${EndIf}
  StrCpy $Item $1 -2 2
  StrCpy $2 $Item 1
  ${If} $2 == "\"
  ${OrIf} $2 == ""
    FileClose $Listing
    Return
  ${EndIf}
  StrCpy $0 0
  ${Do}
    StrCpy $2 $Item 1 $0
    StrCpy $3 $Item 2 $0
    ${If} $2 == "*"
    ${OrIf} $2 == "?"
    ${OrIf} $2 == ":"
    ${OrIf} $2 == "/"
    ${OrIf} $3 == ".."
    ${OrIf} $3 == "\\"
      FileClose $Listing
      Return
    ${EndIf}
    IntOp $0 $0 + 1
  ${LoopUntil} $2 == ""
  StrCpy $Kind $1 1
  Call ${UN}LookForLinks
FunctionEnd

; $Linked: whether a folder between $Folder and $Item is a link, or $Item is one where it is to be a folder.
Function ${UN}LookForLinks
  StrCpy $4 $Item
  ${If} $Kind != "d"
    StrCpy $0 0
    StrCpy $4 ""
    ${Do}
      StrCpy $2 $Item 1 $0
      ${If} $2 == "\"
        StrCpy $4 $Item $0
      ${EndIf}
      IntOp $0 $0 + 1
    ${LoopUntil} $2 == ""
  ${EndIf}
  ${If} $4 == $Checked
    Return
  ${EndIf}
  StrCpy $Checked $4
  StrCpy $Linked 0
  StrCpy $0 0
  ${Do}
    StrCpy $2 $4 1 $0
    ${If} $2 == "\"
    ${OrIf} $2 == ""
      StrCpy $3 $4 $0
      ${If} $3 != ""
        StrCpy $3 "$Folder\$3"
        System::Call 'kernel32::GetFileAttributesW(w r3) i .r5'
        IntOp $6 $5 & ${IS_LINK}
        ${If} $5 != -1
        ${AndIf} $6 != 0
          StrCpy $Linked 1
        ${EndIf}
      ${EndIf}
    ${EndIf}
    IntOp $0 $0 + 1
  ${LoopUntil} $2 == ""
FunctionEnd

; Removes from $Folder what the list in $0 names, and the list: not what lies behind a link, nor what the clerk has changed.
Function ${UN}Remove
  Call ${UN}OpenList
  ${Do}
    Call ${UN}ReadLine
    ${If} $Kind == ""
      ${Break}
    ${EndIf}
    ${If} $Linked == 1
      ${Continue}
    ${EndIf}
    ${If} $Kind == "d"
      RMDir "$Folder\$Item"
    ${ElseIf} $Kind == "k"
      ClearErrors
      GetFileTime "$Folder\$Item" $2 $3
      ${IfNot} ${Errors}
      ${AndIf} "$2 $3" == $Time
        Delete "$Folder\$Item"
      ${EndIf}
    ${Else}
      Delete "$Folder\$Item"
    ${EndIf}
  ${Loop}
  Delete "$Folder\uninstall.exe"
  Delete "$Folder\${LIST}"
FunctionEnd

; Removes $Folder itself where nothing is left in it. A link stays: Windows would remove it, whatever it leads to.
Function ${UN}RemoveFolder
  StrCpy $3 $Folder
  System::Call 'kernel32::GetFileAttributesW(w r3) i .r5'
  IntOp $6 $5 & ${IS_LINK}
  ${If} $6 == 0
    RMDir $Folder
  ${EndIf}
FunctionEnd
!macroend

; $7 becomes 1 where a file of $Folder is in use. One that is only read-only is not.
!macro LOOK_WHETHER_HELD UN FILE
  StrCpy $Kind "p"
  StrCpy $Item "${FILE}"
  StrCpy $Checked "?"
  Call ${UN}LookForLinks
  ${If} $Linked == 0
  ${AndIf} ${FileExists} "$Folder\$Item"
    SetFileAttributes "$Folder\$Item" NORMAL
    ClearErrors
    FileOpen $0 "$Folder\$Item" a
    ${If} ${Errors}
      StrCpy $7 1
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend
!insertmacro SHARED ""
!insertmacro SHARED "un."

; $2 becomes 1 where $1 is a folder of the system's or the user's own, into which nobody unpacks a program. The root of a disk
; NSIS itself does not take.
!macro NEVER FOLDER
  ${If} $1 == "${FOLDER}"
    StrCpy $2 1
  ${EndIf}
!macroend

; Whether $Folder may be installed into as it is: $3 is 1 where it may be: not a folder that must stay as it is, and ours, empty or
; not there. Makes $Folder whole, without a dot or a short name in it.
Function LookAtFolder
  StrCpy $3 0
  StrCpy $0 $Folder
  System::Call 'kernel32::GetFullPathNameW(w r0, i ${NSIS_MAX_STRLEN}, w .r1, p 0) i .r4'
  System::Call 'kernel32::GetLongPathNameW(w r1, w .r0, i ${NSIS_MAX_STRLEN}) i .r4'
  ${If} $4 != 0
    StrCpy $1 $0
  ${EndIf}
  StrCpy $2 0
  StrCpy $Folder $1

  !insertmacro NEVER "$PROFILE"
  !insertmacro NEVER "$DOCUMENTS"
  !insertmacro NEVER "$DESKTOP"
  !insertmacro NEVER "$PROFILE\Downloads"
  !insertmacro NEVER "$MUSIC"
  !insertmacro NEVER "$PICTURES"
  !insertmacro NEVER "$VIDEOS"
  !insertmacro NEVER "$APPDATA"
  !insertmacro NEVER "$LOCALAPPDATA"
  !insertmacro NEVER "$LOCALAPPDATA\Programs"
  !insertmacro NEVER "$TEMP"
  !insertmacro NEVER "$SMPROGRAMS"
  !insertmacro NEVER "$STARTMENU"
  !insertmacro NEVER "$PROGRAMFILES32"
  !insertmacro NEVER "$PROGRAMFILES64"
  ReadEnvStr $4 ProgramData
  !insertmacro NEVER "$4"
  ReadEnvStr $4 PUBLIC
  !insertmacro NEVER "$4"
  ${GetParent} $PROFILE $4
  !insertmacro NEVER "$4"
  ${If} $2 == 1
    Return
  ${EndIf}

  ${IfNot} ${FileExists} "$Folder\*.*"
    ${IfNot} ${FileExists} $Folder
      StrCpy $3 1
    ${EndIf}
    Return
  ${EndIf}
  Call Recognise
  ${If} $Ours == 1
    StrCpy $3 1
    Return
  ${EndIf}
  ClearErrors
  FindFirst $4 $5 "$Folder\*"
  ${If} ${Errors}
    Return
  ${EndIf}
  StrCpy $3 1
  ${DoUntil} ${Errors}
    ${If} $5 != "."
    ${AndIf} $5 != ".."
      StrCpy $3 0
      ${Break}
    ${EndIf}
    FindNext $4 $5
  ${Loop}
  FindClose $4
FunctionEnd

; Where the program goes: $INSTDIR, or a folder of its own in it; $Refusal where neither can be.
Function SettleFolder
  StrCpy $Refusal ""
  StrCpy $Folder $INSTDIR
  Call LookAtFolder
  StrCpy $6 $Folder
  StrLen $4 $WINDIR
  StrCpy $5 "$Folder\" $4
  StrCpy $4 "$Folder\" 1 $4
  ${If} $5 == $WINDIR
  ${AndIf} $4 == "\"
    StrCpy $Refusal "$6 是 Windows 自己的文件夹，${TITLE}不能装在那里。请换一个文件夹。"
    Return
  ${EndIf}
  ${If} $3 == 0
    StrCpy $Folder "$6\${ID}"
    Call LookAtFolder
  ${EndIf}
  ${If} $3 == 0
    StrCpy $Refusal "$6 里已有别的文件，其中的 ${ID} 也是。${TITLE}不和别的文件装在一起，请换一个文件夹。"
    Return
  ${EndIf}
  StrCpy $INSTDIR $Folder
FunctionEnd

Function LeaveDirectoryPage
  StrCpy $7 $INSTDIR
  Call SettleFolder
  ${If} $Refusal != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION $Refusal
    Abort
  ${EndIf}
  ${If} $6 != $INSTDIR
    MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$6 里已有别的文件，${TITLE}将装在其中自己的文件夹里：$\r$\n$\r$\n$INSTDIR" IDOK own
    StrCpy $INSTDIR $7
    Abort
    own:
  ${EndIf}
FunctionEnd

; Ends the setup, nothing installed, with the sentence in $Refusal.
Function Refuse
  MessageBox MB_OK|MB_ICONSTOP $Refusal /SD IDOK
  SetErrorLevel ${REFUSED}
  Quit
FunctionEnd

; Ends the setup where a folder of ours in $Folder is a link: what it leads to is not ours to write into.
Function RefuseLinks
  StrCpy $0 "$PLUGINSDIR\new"
  Call OpenList
  ${Do}
    Call ReadLine
    ${If} $Kind == ""
      ${Break}
    ${EndIf}
    ${If} $Linked == 1
      StrCpy $Refusal "$Folder\$Checked 是通到别处的链接，${TITLE}没有装。请把这个链接移走，再装一次。"
      FileClose $Listing
      Call Refuse
    ${EndIf}
  ${Loop}
FunctionEnd

; Removes the program from $Folder, if it is there.
Function RemoveEarlier
  Call Recognise
  ${If} $Ours == 1
    StrCpy $0 "$Folder\${LIST}"
    ${IfNot} ${FileExists} $0
      StrCpy $0 "$PLUGINSDIR\known"
    ${EndIf}
    Call Remove
  ${EndIf}
FunctionEnd

; Gives what lies in the way of a file of ours, which is not ours or was changed by the clerk, a name beside it.
Function KeepAside
  StrCpy $0 "$PLUGINSDIR\new"
  Call OpenList
  ${Do}
    Call ReadLine
    ${If} $Kind == ""
      ${Break}
    ${EndIf}
    ${If} $Kind != "d"
    ${AndIf} ${FileExists} "$Folder\$Item"
      StrLen $2 $Item
      ${Do}
        IntOp $2 $2 - 1
        StrCpy $3 $Item 1 $2
        ${If} $3 == "\"
        ${OrIf} $2 == 0
          StrLen $2 $Item
          ${Break}
        ${EndIf}
      ${LoopUntil} $3 == "."
      StrCpy $3 $Item $2
      StrCpy $4 $Item "" $2
      StrCpy $5 ""
      ${Do}
        StrCpy $6 "$Folder\$3（原来的$5）$4"
        ${IfNot} ${FileExists} $6
          ${Break}
        ${EndIf}
        IntOp $5 $5 + 1
      ${Loop}
      Rename "$Folder\$Item" $6
    ${EndIf}
  ${Loop}
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
    StrCpy $Refusal "${TITLE}要 64 位的 Windows 10 或 11。"
    Call Refuse
  ${EndIf}
  InitPluginsDir
FunctionEnd

Section "${TITLE}" SEC_PROGRAM
  SectionIn RO
  ; With /S nobody has seen the page.
  Call SettleFolder
  ${If} $Refusal != ""
    Call Refuse
  ${EndIf}
  File "/oname=$PLUGINSDIR\new" "${TREE}${LIST_IN_TREE}"
  File "/oname=$PLUGINSDIR\known" "${KNOWN}"
  StrCpy $Folder $INSTDIR
  Call RefuseLinks
  Call WaitUntilClosed
  ReadRegStr $Before HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $Before != ""
  ${AndIf} $Before != $INSTDIR
    StrCpy $Folder $Before
    Call Recognise
    ${If} $Ours == 1
      Call WaitUntilClosed
      Call RemoveEarlier
      Call RemoveFolder
    ${EndIf}
    StrCpy $Folder $INSTDIR
  ${EndIf}
  Call RemoveEarlier

  SetOutPath "$INSTDIR"
  ${IfNot} ${FileExists} "$INSTDIR\*.*"
    StrCpy $Refusal "没能建文件夹 $INSTDIR，${TITLE}没有装。请换一个能写的文件夹。"
    Call Refuse
  ${EndIf}
  Call KeepAside
  ClearErrors
  ; The list before all that it names: if the setup is ended halfway, the next one knows what is there.
  File "${TREE}${LIST_IN_TREE}"
  File /r "${TREE}${ALL}"
  ${If} ${Errors}
    StrCpy $Refusal "有文件没有写成，${TITLE}没有装好。请看看磁盘满没满、$INSTDIR 能不能写，再装一次；简报文件不受影响。"
    Call Refuse
  ${EndIf}
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
  StrCpy $Folder $INSTDIR
  Call un.Recognise
  ${If} $Ours == 0
    MessageBox MB_OK|MB_ICONSTOP "$INSTDIR 里没有装${TITLE}，什么也没有动。" /SD IDOK
    SetErrorLevel ${REFUSED}
    Quit
  ${EndIf}
  Call un.WaitUntilClosed
  InitPluginsDir
  ; its own list, not the one that lies there: that could have been changed
  File "/oname=$PLUGINSDIR\own" "${TREE}${LIST_IN_TREE}"
  StrCpy $0 "$PLUGINSDIR\own"
  Call un.Remove
  SetOutPath "$TEMP"
  Call un.RemoveFolder

  ; Where the program was installed anew elsewhere since, the rest belongs to that.
  ReadRegStr $Before HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $Before != ""
  ${AndIf} $Before != $INSTDIR
    Return
  ${EndIf}
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
