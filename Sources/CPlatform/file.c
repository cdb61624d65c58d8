#include "cplatform.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
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

static int visit(int folder, const char *name, int64_t *newest);

static int visit_below(int folder, const char *name, int64_t *newest)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    if (entries == NULL) {
        if (fd >= 0) close(fd);
        return -1;
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (errno = 0, entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        result = visit(fd, entry->d_name, newest);
    }
    if (result == 0 && errno != 0) result = -1;
    int failure = errno;
    closedir(entries);
    errno = failure;
    return result;
}

static int visit(int folder, const char *name, int64_t *newest)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return -1;
    int64_t changed = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    if (changed > *newest) *newest = changed;
    return S_ISDIR(status.st_mode) ? visit_below(folder, name, newest) : 0;
}

int64_t cp_newest_change(const char *path)
{
    int64_t newest = 0;
    return visit(AT_FDCWD, path, &newest) == 0 ? newest : -1;
}

static int measure(int folder, const char *name, dev_t device, struct cp_tree *out);

// What vanishes meanwhile, or can't be read, is left out: a running server's data is measured too.
static void measure_below(int folder, const char *name, dev_t device, struct cp_tree *out)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = fd < 0 ? NULL : fdopendir(fd);
    if (entries == NULL) {
        if (fd >= 0) close(fd);
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        measure(fd, entry->d_name, device, out);
    }
    closedir(entries);
}

static int measure(int folder, const char *name, dev_t device, struct cp_tree *out)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return -1;
    if (device != 0 && status.st_dev != device) return 0;
    out->bytes += (uint64_t)status.st_blocks * 512;
    if (S_ISDIR(status.st_mode))
        measure_below(folder, name, status.st_dev, out);
    else
        out->files++;
    return 0;
}

int cp_measure_tree(const char *path, struct cp_tree *out)
{
    *out = (struct cp_tree){0, 0};
    if (measure(AT_FDCWD, path, 0, out) == 0) return 0;
    return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
}

static int remove_entry(int folder, const char *name, dev_t device);

static int remove_below(int folder, const char *name, dev_t device)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return -1;
    struct stat status;
    // Looked at once more, through the descriptor: the name may lead elsewhere by now.
    if (fstat(fd, &status) != 0 || status.st_dev != device) {
        close(fd);
        errno = EXDEV;
        return -1;
    }
    DIR *entries = fdopendir(fd);
    if (entries == NULL) {
        close(fd);
        return -1;
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (errno = 0, entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        result = remove_entry(fd, entry->d_name, device);
    }
    if (result == 0 && errno != 0) result = -1;
    int failure = errno;
    closedir(entries);
    errno = failure;
    return result;
}

static int gone_is_fine(int result) { return result != 0 && errno != ENOENT ? -1 : 0; }

static int remove_entry(int folder, const char *name, dev_t device)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return gone_is_fine(-1);
    if (!S_ISDIR(status.st_mode)) return gone_is_fine(unlinkat(folder, name, 0));
    if (device != 0 && status.st_dev != device) {
        errno = EXDEV;
        return -1;
    }
    if (remove_below(folder, name, status.st_dev) != 0) return gone_is_fine(-1);
    return gone_is_fine(unlinkat(folder, name, AT_REMOVEDIR));
}

int cp_remove_tree(const char *path) { return remove_entry(AT_FDCWD, path, 0); }

int cp_punch(int fd, int64_t offset, int64_t length)
{
    return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

int64_t cp_seek_data(int fd, int64_t offset) { return lseek(fd, offset, SEEK_DATA); }

int64_t cp_find(const void *bytes, size_t count, const void *word, size_t length)
{
    const char *found = memmem(bytes, count, word, length);
    return found ? found - (const char *)bytes : -1;
}
