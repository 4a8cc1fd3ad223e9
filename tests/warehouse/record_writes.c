/* Records, in their order, what a program writes below $RECORDED_FOLDER: every write with its bytes, every sync, every
   change of a name. Preloaded (LD_PRELOAD); the log is $RECORD. One record: operation, inode, offset, length, bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int record = -1;
static char folder[PATH_MAX];

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("RECORD"), *where = getenv("RECORDED_FOLDER");
    if (!name || !where || !realpath(where, folder)) return;
    record = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void put_all(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t done = syscall(SYS_write, record, at, length);
        if (done <= 0) return;
        at += done;
        length -= done;
    }
}

static void put(char operation, uint64_t inode, uint64_t offset, const void *bytes, uint64_t length) {
    uint64_t head[3] = {inode, offset, length};
    pthread_mutex_lock(&lock);
    put_all(&operation, 1);
    put_all(head, sizeof head);
    put_all(bytes, length);
    pthread_mutex_unlock(&lock);
}

static int is_below(const char *path) {
    size_t length = strlen(folder);
    return record >= 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static uint64_t find_inode(int handle) { /* 0 where it is none of ours */
    char link[64], path[PATH_MAX];
    struct stat status;
    if (record < 0 || handle == record) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path) && fstat(handle, &status) == 0 ? status.st_ino : 0;
}


#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void note_open(int handle, const char *path, int flags) {
    uint64_t inode = handle >= 0 ? find_inode(handle) : 0;
    if (!inode) return;
    if (flags & O_CREAT) put('O', inode, 0, path, strlen(path));
    if (flags & O_TRUNC) put('T', inode, 0, "", 0);
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        REAL(name);                                             \
        va_list more;                                           \
        va_start(more, flags);                                  \
        int handle = real(path, flags, va_arg(more, mode_t));   \
        va_end(more);                                           \
        note_open(handle, path, flags);                         \
        return handle;                                          \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                               \
    int name(int at, const char *path, int flags, ...) {           \
        REAL(name);                                                \
        va_list more;                                              \
        va_start(more, flags);                                     \
        int handle = real(at, path, flags, va_arg(more, mode_t));  \
        va_end(more);                                              \
        note_open(handle, path, flags);                            \
        return handle;                                             \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int handle, const void *bytes, size_t length) {
    REAL(write);
    uint64_t inode = find_inode(handle);
    off_t before = inode ? lseek(handle, 0, SEEK_CUR) : 0;
    ssize_t done = real(handle, bytes, length);
    if (inode && done > 0) put('W', inode, before, bytes, done);
    return done;
}

#define PWRITE(name, type)                                                 \
    ssize_t name(int handle, const void *bytes, size_t length, type at) {  \
        REAL(name);                                                        \
        ssize_t done = real(handle, bytes, length, at);                    \
        uint64_t inode = find_inode(handle);                               \
        if (inode && done > 0) put('W', inode, at, bytes, done);           \
        return done;                                                       \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static ssize_t note_copy(int out, int in, off_t before_out, off_t before_in, ssize_t done) {
    uint64_t inode = find_inode(out);
    char *bytes = inode && done > 0 ? malloc(done) : NULL;
    if (bytes && syscall(SYS_pread64, in, bytes, done, before_in) == done) put('W', inode, before_out, bytes, done);
    free(bytes);
    return done;
}

#define SENDFILE(name, type)                                                          \
    ssize_t name(int out, int in, type *offset, size_t length) {                      \
        REAL(name);                                                                   \
        off_t before_out = lseek(out, 0, SEEK_CUR);                                   \
        off_t before_in = offset ? *offset : lseek(in, 0, SEEK_CUR);                  \
        return note_copy(out, in, before_out, before_in, real(out, in, offset, length)); \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned flags) {
    REAL(copy_file_range);
    off_t before_in = in_at ? *in_at : lseek(in, 0, SEEK_CUR), before_out = out_at ? *out_at : lseek(out, 0, SEEK_CUR);
    return note_copy(out, in, before_out, before_in, real(in, in_at, out, out_at, length, flags));
}

#define TRUNCATE(name, type)                                  \
    int name(int handle, type length) {                       \
        REAL(name);                                           \
        int done = real(handle, length);                      \
        uint64_t inode = find_inode(handle);                  \
        if (inode && done == 0) put('T', inode, length, "", 0); \
        return done;                                          \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                        \
    int name(int handle) {                                \
        REAL(name);                                       \
        int done = real(handle);                          \
        uint64_t inode = find_inode(handle);              \
        if (inode && done == 0) put('S', inode, 0, "", 0); \
        return done;                                      \
    }
SYNC(fsync)
SYNC(fdatasync)

static void note_rename(int done, const char *old, const char *new) {
    char both[2 * PATH_MAX + 1];
    if (done != 0 || !(is_below(old) || is_below(new))) return;
    int length = snprintf(both, sizeof both, "%s\n%s", old, new);
    put('R', 0, 0, both, length);
}

int rename(const char *old, const char *new) {
    REAL(rename);
    int done = real(old, new);
    note_rename(done, old, new);
    return done;
}

int renameat(int old_at, const char *old, int new_at, const char *new) {
    REAL(renameat);
    int done = real(old_at, old, new_at, new);
    note_rename(done, old, new);
    return done;
}

int unlink(const char *path) {
    REAL(unlink);
    int done = real(path);
    if (done == 0 && is_below(path)) put('U', 0, 0, path, strlen(path));
    return done;
}

int unlinkat(int at, const char *path, int flags) {
    REAL(unlinkat);
    int done = real(at, path, flags);
    if (done == 0 && is_below(path)) put('U', 0, 0, path, strlen(path));
    return done;
}
