#include "cplatform.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

// One copy that is under way: its rules, and the path from the source on of what it is at.
struct copy {
    const struct cp_copy_rules *rules;
    char path[cp_path_size];
    size_t length;
};

static int is_one_of(const char *const *list, const char *word)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, word) == 0) return 1;
    return 0;
}

static int begins_like_one_of(const char *const *list, const char *word)
{
    for (; *list != NULL; list++)
        if (strncmp(*list, word, strlen(*list)) == 0) return 1;
    return 0;
}

static int close_with(int fd, int result)
{
    int failure = errno;
    close(fd);
    errno = failure;
    return result;
}

static int copy_content(int from, int to, mode_t mode, const struct copy *copy)
{
    if (fchmod(to, mode & 07777) != 0) return -1;
    if (ioctl(to, FICLONE, from) == 0) return 0;
    int result = cp_copy_file(from, to);
    // Begins to write; who waits for it later waits less.
    if (result == 0 && !copy->rules->later)
        sync_file_range(to, 0, 0, SYNC_FILE_RANGE_WRITE);
    return result;
}

static int copy_file(
    int from, int to, const char *name, mode_t mode, const struct copy *copy)
{
    int source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (source < 0) return errno == ENOENT ? 0 : -1;
    int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
    int target = openat(to, name, flags, 0600);
    if (target < 0) return close_with(source, -1);
    int result = copy_content(source, target, mode, copy);
    return close_with(source, close_with(target, result));
}

static int copy_link(int from, int to, const char *name)
{
    char text[cp_path_size];
    ssize_t length = readlinkat(from, name, text, sizeof text - 1);
    if (length < 0) return errno == ENOENT ? 0 : -1;
    text[length] = 0;
    return symlinkat(text, to, name);
}

static int copy_below(int from, int to, struct copy *copy);

static int copy_folder(int from, int to, const char *name, mode_t mode, struct copy *copy)
{
    int source = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (source < 0) return errno == ENOENT ? 0 : -1;
    if (mkdirat(to, name, 0700) != 0 && errno != EEXIST) return close_with(source, -1);
    int target = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (target < 0) return close_with(source, -1);
    int result = fchmod(target, mode & 07777);
    if (result == 0 && !is_one_of(copy->rules->hollow, copy->path))
        result = copy_below(source, target, copy);
    return close_with(source, close_with(target, result));
}

static int copy_entry(int from, int to, const char *name, struct copy *copy)
{
    struct stat status;
    if (fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return errno == ENOENT ? 0 : -1;
    if (is_one_of(copy->rules->hollow, copy->path) && !S_ISDIR(status.st_mode)) {
        // A folder that lies elsewhere: its place is kept, as a folder.
        return mkdirat(to, name, 0700) != 0 && errno != EEXIST ? -1 : 0;
    }
    switch (status.st_mode & S_IFMT) {
    case S_IFDIR: return copy_folder(from, to, name, status.st_mode, copy);
    case S_IFREG: return copy_file(from, to, name, status.st_mode, copy);
    case S_IFLNK: return copy_link(from, to, name);
    default: return 0;
    }
}

static int is_wanted(const char *name, const struct copy *copy, size_t depth)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return 0;
    if (begins_like_one_of(copy->rules->prefixes, name)) return 0;
    if (is_one_of(copy->rules->skip, copy->path)) return 0;
    return depth > 0 || *copy->rules->only == NULL || is_one_of(copy->rules->only, name);
}

// On failure the path stays at what failed.
static int copy_below(int from, int to, struct copy *copy)
{
    int again = dup(from);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) return again < 0 ? -1 : close_with(again, -1);
    size_t length = copy->length;
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (errno = 0, entry = readdir(entries)) != NULL) {
        size_t room = sizeof copy->path - length;
        int put = snprintf(
            copy->path + length, room, "%s%s", length > 0 ? "/" : "", entry->d_name);
        if (put < 0 || (size_t)put >= room) {
            errno = ENAMETOOLONG;
            result = -1;
            break;
        }
        if (!is_wanted(entry->d_name, copy, length)) continue;
        copy->length = length + (size_t)put;
        result = copy_entry(from, to, entry->d_name, copy);
        copy->length = length;
    }
    if (result == 0 && errno != 0) result = -1;
    int failure = errno;
    closedir(entries);
    errno = failure;
    if (result == 0) copy->path[length] = 0;
    return result;
}

int cp_copy_tree(
    const char *source, const char *target, const struct cp_copy_rules *rules,
    char failed[cp_path_size])
{
    struct copy copy = {.rules = rules};
    int from = open(source, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    failed[0] = 0;
    if (from < 0) return -1;
    int to = open(target, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (to < 0) return close_with(from, -1);
    int result = copy_below(from, to, &copy);
    if (result != 0) memcpy(failed, copy.path, sizeof copy.path);
    return close_with(from, close_with(to, result));
}

static int sync_entry(int folder, const char *name);

static int sync_below(int fd)
{
    int again = dup(fd);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) return again < 0 ? -1 : close_with(again, -1);
    rewinddir(entries);
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (errno = 0, entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        result = sync_entry(fd, entry->d_name);
    }
    if (result == 0 && errno != 0) result = -1;
    int failure = errno;
    closedir(entries);
    errno = failure;
    return result;
}

static int sync_entry(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    // A link has nothing of its own to flush.
    if (fd < 0) return errno == ENOENT || errno == ELOOP ? 0 : -1;
    struct stat status;
    int result = fstat(fd, &status);
    if (result == 0 && S_ISDIR(status.st_mode)) result = sync_below(fd);
    if (result == 0) result = fsync(fd);
    return close_with(fd, result);
}

int cp_sync_each(const char *path) { return sync_entry(AT_FDCWD, path); }

// Bytes of all file systems that wait to be written; UINT64_MAX where that can't be told.
static uint64_t waiting_bytes(void)
{
    FILE *file = fopen("/proc/meminfo", "re");
    if (file == NULL) return UINT64_MAX;
    char line[128];
    unsigned long long found, sum = 0;
    int rows = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "Dirty: %llu kB", &found) != 1
            && sscanf(line, "Writeback: %llu kB", &found) != 1)
            continue;
        sum += found;
        rows++;
    }
    fclose(file);
    return rows == 2 ? sum << 10 : UINT64_MAX;
}

int cp_sync_tree(const char *path)
{
    enum { little = 64 << 20 };
    struct cp_tree size;
    if (cp_measure_tree(path, &size) != 0) return -1;
    // Others' files would be waited for, too: at most as many again as there are of our own.
    if (size.files < 16 || waiting_bytes() > 2 * size.bytes + little) return cp_sync_each(path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return cp_sync_each(path);
    return close_with(fd, syncfs(fd));
}
