#pragma once
// What Swift's Glibc module hides and supervision needs. Every function returns -1 with errno, or
// what its comment says. Nothing here allocates for its caller or keeps state.
#include <stddef.h>
#include <stdint.h>

// --- processes ---

// `posix_spawn` of `path` with: a new session, an empty signal mask, default dispositions, working
// directory `directory` (or NULL), the `count` descriptors of `descriptors` as 0, 1, 2, … and all
// others closed. Returns the pid, or -1 with errno (also when the exec failed).
int cp_spawn(const char *path, char *const argv[], char *const envp[], const char *directory,
               const int descriptors[], int count, int new_session);

// The same with the child born in a cgroup v2, whose folder is open as `cgroup` (`clone3`, from
// kernel 5.7). -2 with errno where no process could be made there; nothing has run then.
int cp_spawn_into(int cgroup, const char *path, char *const argv[], char *const envp[],
                  const char *directory, const int descriptors[], int count, int new_session);
// Whether a child of ours can be born in that cgroup: 0, or -1 with errno. The mode bits of its
// files don't tell.
int cp_enters(int cgroup);

// The kernel's id of the calling thread.
int cp_thread_id(void);

int cp_pidfd_open(int pid);
int cp_pidfd_send_signal(int pidfd, int signal);

// Reaps `pid`: returns 1 and fills the two when it ended, 0 when it still runs, -1 with errno.
// `signal` is 0 for a normal exit.
int cp_reap(int pid, int *code, int *signal);

// Reaps any child: returns its pid, 0 where none has ended (or there is none).
int cp_reap_any(int *code, int *signal);

// Takes processor and disk only when nobody else wants them: nice 19, the idle class of I/O.
int cp_lowest_priority(void);

// One row of the process table, from /proc/<pid>/stat.
struct cp_process {
    int pid, parent, group, session;
    uint64_t start_time;  // clock ticks since boot
    char state;
    char name[64];
};
// 0, or -1 where there is no such process.
int cp_process_read(int pid, struct cp_process *out);
// The same from the text of its stat file.
int cp_process_parse(int pid, const char *text, struct cp_process *out);
// All of them, at most `capacity`; how many there are, or -1.
int cp_processes(struct cp_process *out, int capacity);
// The soft RLIMIT_LOCKS of a process; 0 where it is unlimited or the process is gone.
uint64_t cp_mark_of(int pid);
// The pids of all processes that bear one of the marks, are in one of the sessions, or whose limits
// the kernel does not tell us at once; zombies included. A system call or two each, where the
// table's text is twenty times that. Returns how many there are, which may be more than capacity.
int cp_suspects(const uint64_t *marks, int mark_count, const int *sessions, int session_count,
                int *pids, int capacity);

// Becomes the parent of orphaned descendants (PR_SET_CHILD_SUBREAPER).
int cp_become_subreaper(void);

// The soft RLIMIT_LOCKS of this process; UINT64_MAX is unlimited.
uint64_t cp_get_mark(void);
int cp_set_mark(uint64_t mark);
// The soft limit becomes the hard one again.
int cp_clear_mark(void);

// --- signals ---

// Blocks the `count` signals for this thread (and those it creates); SIGPIPE is ignored.
int cp_block_signals(const int *signals, int count);
// A non-blocking, close-on-exec signalfd for the `count` signals.
int cp_signalfd(const int *signals, int count);
// Reads one signal number, 0 where none waits.
int cp_signalfd_read(int fd);

// --- event loop ---

int cp_epoll_create(void);
// `events`: bit 1 readable, bit 2 writable. `op`: 1 add, 2 modify, 3 delete.
int cp_epoll_control(int epoll, int op, int fd, uint32_t events, uint64_t token);
// Fills at most `capacity` tokens and events (bit 1 readable, 2 writable, 4 hang-up or error).
int cp_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int capacity, int timeout_ms);
int cp_timerfd(void);
// Arms the timer at an absolute CLOCK_MONOTONIC time in nanoseconds; 0 disarms it.
int cp_timerfd_set(int fd, uint64_t deadline_ns);
uint64_t cp_monotonic_ns(void);

// --- files ---

// Two files change places at once; -1 with errno, EINVAL where the file system can not.
int cp_exchange(const char *one, const char *other);

// The newest st_mtim of a file or a folder and all below it, in nanoseconds; -1 with errno.
int64_t cp_newest_change(const char *path);

// What a file, or a folder with all below it, takes; links are not followed, and what is mounted in
// it is left out. 0 (nothing where there is nothing), or -1 with errno.
struct cp_tree {
    uint64_t bytes;  // on the disk
    uint64_t files;  // folders are not counted
};
int cp_measure_tree(const char *path, struct cp_tree *out);
// Removes a file, or a folder with all below it, by descriptors: no link is followed, and EXDEV ends
// it at a folder that is another file system's. What is gone already is fine.
int cp_remove_tree(const char *path);

// Which entries of a tree are copied; each list ends with NULL.
struct cp_copy_rules {
    const char *const *skip;     // paths from the source on, left out
    const char *const *hollow;   // folders, paths from the source on: made, but empty
    const char *const *prefixes; // entries whose names begin so, left out
    const char *const *only;     // names in the source itself; an empty list is all
    int later;                   // writing to the disk is left to the kernel, not begun
};
// Copies what is in the folder source into the folder target, which is there, by descriptors: files
// are cloned where the file system can, modes are kept, links copied as links, sockets and pipes
// left out, and what vanishes meanwhile is no error. 0, or -1 with errno and the path from the
// source on in failed.
enum { cp_path_size = 4096 };
int cp_copy_tree(
    const char *source, const char *target, const struct cp_copy_rules *rules,
    char failed[cp_path_size]);
// Flushes each file and each folder of a tree; what was copied is being written already. 0, or -1
// with errno.
int cp_sync_each(const char *path);
// The same by one flush of the whole file system where little else waits to be written (one commit
// of its journal in place of a thousand), else file by file.
int cp_sync_tree(const char *path);

// A hole from offset on: the bytes read as zeros and take no room, the size stays. EOPNOTSUPP where the
// file system makes none.
int cp_punch(int fd, int64_t offset, int64_t length);
// Where the next data at or after offset begins (SEEK_DATA); -1 with ENXIO where there is none.
int64_t cp_seek_data(int fd, int64_t offset);
// Where word begins in bytes; -1 where it is not in them.
int64_t cp_find(const void *bytes, size_t count, const void *word, size_t length);

// --- locks ---

// Open-file-description lock over the whole file: 1 taken, 0 held by another, -1 with errno.
int cp_ofd_lock(int fd, int exclusive);
int cp_keep_on_exec(int fd, int keep);
int cp_ofd_unlock(int fd);
// 1 where another holds an exclusive lock, 0 where none does, -1 with errno.
int cp_ofd_is_locked(int fd);

// --- sockets ---

// Fills a sockaddr_un; returns its length, or -1 with ENAMETOOLONG.
int cp_unix_listen(const char *path, int backlog);
int cp_unix_connect(const char *path);
int cp_unix_datagram(const char *path);
// Connects without blocking: EAGAIN where the listener's queue is full.
int cp_unix_connect_now(const char *path);
// Datagrams of this socket tell their sender's pid from now on.
int cp_pass_credentials(int fd);
// One datagram and its sender's pid (0 where the kernel does not tell); its length, or -1.
long cp_receive_with_pid(int fd, void *buffer, size_t size, int *pid);
// The uid of the peer of a connected unix socket, or -1 with errno.
int64_t cp_peer_uid(int fd);

// The pid of who listened at the other end, or -1 with errno; 0 where this process can't see it.
int cp_peer_pid(int fd);
int cp_accept(int fd);

// One listening TCP socket.
struct cp_listener {
    uint8_t family;       // AF_INET or AF_INET6
    uint8_t address[16];  // network order; 4 bytes used for AF_INET
    uint16_t port;
    uint32_t uid;
    uint32_t inode;
    uint64_t cgroup;  // 0 where the kernel does not tell
};
// All listening TCP sockets of this network namespace (NETLINK_SOCK_DIAG), at most `capacity`.
// Returns how many there are, or -1 with errno.
int cp_listeners(struct cp_listener *out, int capacity);

// Whether the port could be bound on all addresses: one dual-stack bind of [::] with SO_REUSEADDR
// and no listen (0.0.0.0 where IPv6 is off). 1 free, 0 held, -1 with errno.
int cp_port_is_free(uint16_t port);

// Starts a non-blocking TCP connection to 127.0.0.1 or ::1; the descriptor, or -1 with errno.
int cp_tcp_connect(const char *address, uint16_t port);
// The pending error of a socket (SO_ERROR); 0 is none.
int cp_socket_error(int fd);

// --- the rest ---

long cp_random(void *buffer, size_t count);
// `copy_file_range` of a whole file, falling back to read and write; -1 with errno.
int cp_copy_file(int from, int to);
// `f_type` of the file system that holds `path`.
int64_t cp_file_system_type(const char *path);
uint64_t cp_free_bytes(const char *path);
// Drops to the account: groups, gid, uid.
int cp_become(uint32_t uid, uint32_t gid, const uint32_t *groups, int count);
int cp_set_close_on_exec(int fd);
int cp_set_nonblocking(int fd);
// A close-on-exec pipe: ends[0] is read from.
int cp_pipe(int ends[2]);

// --- crashes ---

// From now on a fatal signal (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE) leaves a report in
// `folder`, which the handler makes in a folder that is there, and then ends the process as it would
// have. `header` is written as it is. At most CP_CRASH_REPORTS files: the oldest is replaced.
#define CP_CRASH_REPORTS 20
int cp_crash_watch(const char *folder, const char *header);
// Remembers a line for the report; the last CP_CRASH_NOTES are in it, each cut at 120 bytes.
#define CP_CRASH_NOTES 32
void cp_crash_note(const char *text);
// The name of a Swift function as people write it, by the runtime; NULL where it is none. To be freed.
char *cp_demangle(const char *name);
// Ends this process by such a signal, as a mistake would: for tests of the above.
void cp_crash_now(int signal);
