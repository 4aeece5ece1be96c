"""Qt's own words in Chinese: of buttons, of menus in text fields, of dialogs for files and printers. Knows no
words of the desk's own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_LACKING = {
    ("QAbstractFileIconProvider", "Drive"): "磁盘",
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QCupsJobWidget", "&Billing information:"): "计费信息(&B)：",
    ("QCupsJobWidget", "&End:"): "结束(&E)：",
    ("QCupsJobWidget", "&Start:"): "开始(&S)：",
    ("QCupsJobWidget", "Job &priority:"): "作业优先级(&P)：",
    ("QCupsJobWidget", "Scheduled &printing:"): "定时打印(&T)：",
    ("QFileDialog", "&Look in:"): "查找范围(&L)：",
    ("QFileDialog", "Files of &type:"): "文件类型(&T)：",
    ("QPageSetupWidget", "Page &order:"): "页面顺序(&O)：",
    ("QPageSetupWidget", "Pages &per sheet:"): "每张几面(&P)：",
    ("QPrintSettingsOutput", "Page &Set:"): "单双面(&S)：",
}
"""What Qt's own Chinese does not have, by context and source text."""


class _Lacking(QTranslator):
    """Gives those."""

    def isEmpty(self) -> bool:  # noqa: N802
        """Qt asks no translator that is."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The Chinese for a text; None where this has none: for an empty one Qt would show nothing."""
        del disambiguation, n
        return _LACKING.get((context, source))


def speak_chinese(application: QCoreApplication) -> None:
    """Has Qt speak Chinese, whatever the system speaks. Of its translations only that of the modules that the
    desk uses is loaded."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    application.installTranslator(_Lacking(application))  # who is installed first is asked last, and seldom
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
