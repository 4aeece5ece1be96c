/* Starts the private Python beside it. Three programs come of this file:
     BulletinDesk.exe   the window, without a console           WINDOW
     bulletin-desk.exe  the command line                        COMMAND
     python.exe         the bare interpreter, in python\        neither
   Python is told to look neither into the current folder nor at variables for it (-I), as python311._pth tells it too.
   It runs in UTF-8 mode: a Chinese Windows would give it GBK. That is set here and not by an active code page of UTF-8
   in the manifest, since printer drivers that are loaded into the process live by the system's own. */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768

#ifdef WINDOW
#define FIXED L"-I", L"-X", L"utf8", L"-m", L"bulletin_desk.desk"
#define FIXED_COUNT 5
#elif defined COMMAND
#define FIXED L"-I", L"-X", L"utf8", L"-m", L"bulletin_desk"
#define FIXED_COUNT 5
#else
#define FIXED_COUNT 0
#endif

typedef int (*Main)(int, wchar_t **);

static wchar_t library[LONGEST + 32];

static void tell(const wchar_t *text) {
#ifdef WINDOW
    MessageBoxW(NULL, text, L"简报编排", MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
#else
    DWORD written;
    HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
    if (!WriteConsoleW(error, text, (DWORD)wcslen(text), &written, NULL)) {
        char bytes[1024];
        int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
        if (length > 1) WriteFile(error, bytes, (DWORD)length - 1, &written, NULL);
    }
#endif
}

static int start(int count, wchar_t **arguments) {
    DWORD length = GetModuleFileNameW(NULL, library, LONGEST);
    while (length && library[length - 1] != L'\\') length--;
#if FIXED_COUNT
    wcscpy(library + length, L"python\\python311.dll");
#else
    wcscpy(library + length, L"python311.dll");
#endif
    /* A printer driver or an input method must not find the DLLs of a document's folder. */
    SetDllDirectoryW(L"");
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main run = python ? (Main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run) {
        tell(L"程序文件不全，打不开。请重新安装“简报编排”；简报文件不受影响。\n");
        return 103;
    }
#if FIXED_COUNT
    static wchar_t *fixed[] = {FIXED};
    wchar_t **all = calloc((size_t)count + FIXED_COUNT + 1, sizeof *all);
    if (!all) return 103;
    all[0] = arguments[0];
    for (int i = 0; i < FIXED_COUNT; i++) all[i + 1] = fixed[i];
    for (int i = 1; i < count; i++) all[i + FIXED_COUNT] = arguments[i];
    return run(count + FIXED_COUNT, all);
#else
    return run(count, arguments);
#endif
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *line, int show) {
    (void)instance, (void)previous, (void)line, (void)show;
    return start(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **arguments) { return start(count, arguments); }
#endif
