#include "cplatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

// Everything that the handler needs is here before it runs: in it nothing allocates, locks, or calls
// what is not async-signal-safe.
static char report_folder[900];
static char report_header[1024];
static char handler_stack[64 * 1024];
// A ring: whoever writes takes the next place. A line that a crash meets half written is cut there.
static char notes[CP_CRASH_NOTES][128];
static _Atomic unsigned note_count;
static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};

struct line {
    char text[256];
    size_t length;
};

static void put(struct line *line, const char *text) {
    while (*text && line->length < sizeof line->text) line->text[line->length++] = *text++;
}

static void put_number(struct line *line, uint64_t number, unsigned base, int width) {
    char digits[24];
    int count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number || count < width);
    while (count && line->length < sizeof line->text) line->text[line->length++] = digits[--count];
}

static void write_all(int fd, const char *bytes, size_t count) {
    while (count) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

static void write_field(int fd, const char *name, uint64_t value, unsigned base) {
    struct line line = {.length = 0};
    put(&line, name);
    put(&line, base == 16 ? ": 0x" : ": ");
    put_number(&line, value, base, 1);
    put(&line, "\n");
    write_all(fd, line.text, line.length);
}

static void slot_path(struct line *path, int slot) {
    path->length = 0;
    put(path, "crash-");
    put_number(path, (uint64_t)slot, 10, 2);
    put(path, ".txt");
    path->text[path->length] = 0;
}

// A new file, else the oldest one made empty; -1 where none can be had.
static int open_report(void) {
    mkdir(report_folder, 0700);
    int folder = open(report_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return -1;
    struct line path;
    int oldest = 0;
    int64_t oldest_time = INT64_MAX;
    for (int slot = 0; slot < CP_CRASH_REPORTS; slot++) {
        slot_path(&path, slot);
        int fd = openat(folder, path.text, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0) return fd;
        struct stat status;
        if (fstatat(folder, path.text, &status, AT_SYMLINK_NOFOLLOW) == 0
            && status.st_mtim.tv_sec < oldest_time) {
            oldest_time = status.st_mtim.tv_sec;
            oldest = slot;
        }
    }
    slot_path(&path, oldest);
    return openat(folder, path.text, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC);
}

// Memory that may be unreadable, without another fault.
static int read_words(uint64_t address, uint64_t words[2]) {
    struct iovec own = {words, 2 * sizeof words[0]};
    struct iovec other = {(void *)(uintptr_t)address, 2 * sizeof words[0]};
    return process_vm_readv(getpid(), &own, 1, &other, 1, 0) == (ssize_t)own.iov_len ? 0 : -1;
}

// The chain of frame pointers, which Swift and our C keep.
static void write_frames(int fd, const ucontext_t *context) {
#if defined(__x86_64__)
    uint64_t pc = (uint64_t)context->uc_mcontext.gregs[REG_RIP];
    uint64_t frame = (uint64_t)context->uc_mcontext.gregs[REG_RBP];
#elif defined(__aarch64__)
    uint64_t pc = context->uc_mcontext.pc;
    uint64_t frame = context->uc_mcontext.regs[29];
#else
    uint64_t pc = 0, frame = 0;
#endif
    write_field(fd, "frame", pc, 16);
    for (int depth = 0; depth < 64 && frame; depth++) {
        uint64_t words[2];
        if (frame % 8 || read_words(frame, words) || !words[1]) return;
        write_field(fd, "frame", words[1], 16);
        if (words[0] <= frame) return;
        frame = words[0];
    }
}

// The executable parts of what is loaded, so that addresses can be told from each other later.
static void write_modules(int fd) {
    int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (maps < 0) return;
    char block[512], line[512];
    size_t length = 0;
    ssize_t count;
    while ((count = read(maps, block, sizeof block)) > 0) {
        for (ssize_t index = 0; index < count; index++) {
            if (length < sizeof line) line[length++] = block[index];
            if (block[index] != '\n') continue;
            const char *mode = memchr(line, ' ', length);
            if (mode && line + length - mode > 4 && mode[3] == 'x') {
                write_all(fd, "map: ", 5);
                write_all(fd, line, length);
            }
            length = 0;
        }
    }
    close(maps);
}

void cp_crash_note(const char *text) {
    unsigned place = note_count++ % CP_CRASH_NOTES;
    strncpy(notes[place], text, 120);
    notes[place][120] = 0;
}

static void write_notes(int fd) {
    unsigned count = note_count;
    for (unsigned index = count > CP_CRASH_NOTES ? count - CP_CRASH_NOTES : 0; index < count; index++) {
        const char *note = notes[index % CP_CRASH_NOTES];
        write_all(fd, "event: ", 7);
        write_all(fd, note, strlen(note));
        write_all(fd, "\n", 1);
    }
}

static void write_report(int number, const siginfo_t *info, const void *context) {
    int fd = open_report();
    if (fd < 0) return;
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    write_all(fd, report_header, strlen(report_header));
    write_field(fd, "pid", (uint64_t)getpid(), 10);
    write_field(fd, "time_ms", (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000, 10);
    write_field(fd, "signal", (uint64_t)number, 10);
    if (number != SIGABRT && info->si_code > 0) {
        write_field(fd, "address", (uint64_t)(uintptr_t)info->si_addr, 16);
    }
    write_notes(fd);
    write_frames(fd, context);
    write_modules(fd);
    close(fd);
}

static void take_crash(int number, siginfo_t *info, void *context) {
    int code = errno;
    write_report(number, info, context);
    errno = code;
    // The disposition is the default again, and the signal is not blocked.
    raise(number);
}

int cp_crash_watch(const char *folder, const char *header) {
    if (strlen(folder) >= sizeof report_folder || strlen(header) >= sizeof report_header) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(report_folder, folder);
    strcpy(report_header, header);
    // A stack that ran over has no room for a handler.
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    if (sigaltstack(&stack, NULL) < 0) return -1;
    struct sigaction action = {.sa_sigaction = take_crash};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < sizeof fatal_signals / sizeof fatal_signals[0]; index++) {
        if (sigaction(fatal_signals[index], &action, NULL) < 0) return -1;
    }
    return 0;
}

// Of Swift's runtime, which every program of ours is linked with.
char *swift_demangle(const char *name, size_t length, char *out, size_t *size, uint32_t flags);

char *cp_demangle(const char *name) {
    return swift_demangle(name, strlen(name), NULL, NULL, 0);
}

void cp_crash_now(int number) {
    volatile int *nowhere = NULL;
    if (number == SIGSEGV) *nowhere = 1;
    if (number == SIGILL) __builtin_trap();
    raise(number);
}
