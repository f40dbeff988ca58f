/* Preloaded into a program: what it writes below the folder $SLOW_FOLDER takes $SLOW_SECONDS to reach the drive. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fsync(int fd) {
  static int (*real)(int);
  char link[64], path[4096];
  const char *folder = getenv("SLOW_FOLDER"), *seconds = getenv("SLOW_SECONDS");
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (folder && seconds && length > 0) {
    path[length] = 0;
    if (!strncmp(path, folder, strlen(folder))) sleep(atoi(seconds));
  }
  return real(fd);
}
