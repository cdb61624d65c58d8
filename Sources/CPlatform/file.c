#include "cplatform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

static struct flock whole_file(short type)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 0};
    return lock;
}

int cp_ofd_lock(int fd, int exclusive)
{
    struct flock lock = whole_file(exclusive ? F_WRLCK : F_RDLCK);
    if (fcntl(fd, F_OFD_SETLK, &lock) == 0) return 1;
    return errno == EAGAIN || errno == EACCES ? 0 : -1;
}

int cp_ofd_unlock(int fd)
{
    struct flock lock = whole_file(F_UNLCK);
    return fcntl(fd, F_OFD_SETLK, &lock);
}

int cp_ofd_is_locked(int fd)
{
    struct flock lock = whole_file(F_RDLCK);
    if (fcntl(fd, F_OFD_GETLK, &lock) != 0) return -1;
    return lock.l_type != F_UNLCK;
}

int cp_exchange(const char *one, const char *other)
{
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

long cp_random(void *buffer, size_t count) { return getrandom(buffer, count, 0); }

static int copy_by_reading(int from, int to)
{
    enum { size = 65536 };
    char buffer[size];
    for (;;) {
        ssize_t got = read(from, buffer, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return (int)got;
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, buffer + done, (size_t)(got - done));
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return -1;
            done += put;
        }
    }
}

int cp_copy_file(int from, int to)
{
    for (;;) {
        ssize_t copied = copy_file_range(from, NULL, to, NULL, SIZE_MAX >> 2, 0);
        if (copied > 0) continue;
        if (copied == 0) return 0;
        if (errno == EINTR) continue;
        if (errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)
            return copy_by_reading(from, to);
        return -1;
    }
}

int64_t cp_file_system_type(const char *path)
{
    struct statfs info;
    if (statfs(path, &info) != 0) return -1;
    return (int64_t)info.f_type;
}

uint64_t cp_free_bytes(const char *path)
{
    struct statvfs info;
    if (statvfs(path, &info) != 0) return UINT64_MAX;
    return (uint64_t)info.f_bavail * info.f_frsize;
}

int cp_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
