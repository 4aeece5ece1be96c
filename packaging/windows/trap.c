/* What a hostile sender puts beside a document: as a program and as a library it leaves its own name in C:\marks, and as a
   program waits if it is told to. Used by beside.py alone. */
#include <windows.h>
#include <wchar.h>

static void mark(HMODULE module) {
    wchar_t own[MAX_PATH], file[MAX_PATH + 16];
    GetModuleFileNameW(module, own, MAX_PATH);
    const wchar_t *name = wcsrchr(own, L'\\');
    wcscpy(file, wcsstr(own, L"\\mail\\") ? L"C:\\marks\\mail-" : L"C:\\marks\\other-");
    wcscat(file, name ? name + 1 : own);
    HANDLE made = CreateFileW(file, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (made != INVALID_HANDLE_VALUE) CloseHandle(made);
}

#ifdef LIBRARY
BOOL WINAPI DllMain(HINSTANCE module, DWORD why, LPVOID unused) {
    (void)unused;
    if (why == DLL_PROCESS_ATTACH) mark(module);
    return TRUE;
}
#elif defined CARELESS
/* A program that looks for a library where the document is: the trap must catch it, else it would catch nothing. */
int main(void) { return LoadLibraryW(L"python3.dll") ? 0 : 1; }
#else
int main(void) {
    mark(NULL);
#ifdef HANGS
    Sleep(600000);
#endif
    return 0;
}
#endif
