/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Gives random changes of one file to two programs and compares what they say.
 *
 *   mutants bytes|text FILE FIRST N WORK THEIRS OURS
 *
 * THEIRS and OURS are command lines, parted at blanks, where @ is the changed
 * file and % an output.  For each of the seeds FIRST … FIRST + N - 1 one line
 * is printed: "SEED both|neither", or
 *   "SEED theirs: WHY"   they alone accept it; WHY is our message
 *   "SEED ours: WHY"     we alone accept it; WHY is theirs
 *   "SEED CRASH WHAT"    we ended with something else than 0, 1 or 2
 *   "SEED their-crash"   they did not end by themselves
 * In WHY numbers are N, and what is quoted is X unless it is one character.
 * A file that gives another line than both and neither stays in WORK under its
 * seed. */
#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORDS = 32, SECONDS = 20, MEMORY = 2000 };

typedef struct Bytes {
  unsigned char *v;
  size_t n;
} Bytes;

static uint64_t state;

static size_t below(size_t n) {
  state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
  return n ? (size_t)(state >> 33) % n : 0;
}

static Bytes read_file(const char *path) {
  Bytes bytes = {NULL, 0};
  FILE *file = fopen(path, "rb");
  if (!file)
    return bytes;
  fseek(file, 0, SEEK_END);
  bytes.n = (size_t)ftell(file);
  rewind(file);
  bytes.v = malloc(bytes.n + 1);
  bytes.n = fread(bytes.v, 1, bytes.n, file);
  bytes.v[bytes.n] = '\0';
  fclose(file);
  return bytes;
}

static void write_file(const char *path, Bytes bytes) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(bytes.v, 1, bytes.n, file) != bytes.n || fclose(file))
    abort();
}

/* Puts `n` bytes in the place of `old` ones. */
static void replace(Bytes *bytes, size_t at, size_t old,
                   const unsigned char *with, size_t n) {
  unsigned char *out = malloc(bytes->n + n + 1);
  memcpy(out, bytes->v, at);
  memcpy(out + at, with, n);
  memcpy(out + at + n, bytes->v + at + old, bytes->n - at - old);
  free(bytes->v);
  bytes->v = out;
  bytes->n += n - old;
  out[bytes->n] = '\0';
}

static void change_bytes(Bytes *bytes) {
  static const uint32_t words[] = {0, 1, 2, 255, 256, 65535, 0x7fffffff,
                                   0xffffffff};
  size_t at = below(bytes->n), left = bytes->n - at;
  switch (below(7)) {
  case 0: bytes->v[at] ^= (unsigned char)(1u << below(8)); break;
  case 1: bytes->v[at] = (unsigned char)below(256); break;
  case 2:
    if (left >= 4)
      memcpy(bytes->v + (at & ~(size_t)3), &words[below(8)], 4);
    break;
  case 3: bytes->v[at] = (unsigned char)(bytes->v[at] + 1); break;
  case 4: replace(bytes, at, below(left < 16 ? left : 16), NULL, 0); break;
  case 5: {
    unsigned char copy[16];
    size_t n = below(left < 16 ? left : 16);
    memcpy(copy, bytes->v + at, n);
    replace(bytes, at, 0, copy, n);
    break;
  }
  default:
    if (below(8) == 0)
      bytes->n = at;
  }
}

static bool is_word(unsigned char c) { return isalnum(c) || c == '_'; }

/* The token at or behind a place: a word or one other character. */
static size_t token(const Bytes *bytes, size_t *at) {
  while (*at < bytes->n && isspace(bytes->v[*at]))
    ++*at;
  size_t end = *at;
  while (end < bytes->n && is_word(bytes->v[end]))
    end++;
  return end > *at ? end - *at : *at < bytes->n;
}

static void change_tokens(Bytes *bytes) {
  size_t a = below(bytes->n), b = below(bytes->n);
  while (a && is_word(bytes->v[a - 1]))
    a--;
  while (b && is_word(bytes->v[b - 1]))
    b--;
  size_t n = token(bytes, &a), m = token(bytes, &b);
  unsigned char copy[256];
  if (m >= sizeof copy)
    return;
  memcpy(copy, bytes->v + b, m);
  copy[m] = ' ';
  switch (below(4)) {
  case 0: replace(bytes, a, n, NULL, 0); break;
  case 1: replace(bytes, a, n, copy, m); break; /* another in its place */
  case 2: replace(bytes, a, 0, copy, m + 1); break;
  default: change_bytes(bytes);
  }
}

static void split(char *line, const char *file, const char *output,
                  char **words) {
  size_t n = 0;
  for (char *word = strtok(line, " "); word && n + 1 < MOST_WORDS;
       word = strtok(NULL, " "))
    words[n++] = !strcmp(word, "@")   ? (char *)file
                 : !strcmp(word, "%") ? (char *)output
                                      : word;
  words[n] = NULL;
}

/* The exit status, or 128 and the signal. */
static int run(const char *command, const char *file, const char *log) {
  char line[4096], output[4096], *words[MOST_WORDS];
  snprintf(line, sizeof line, "%s", command);
  snprintf(output, sizeof output, "%s.out", file);
  split(line, file, output, words);
  pid_t child = fork();
  if (child == 0) {
    struct rlimit time = {SECONDS, SECONDS},
                  memory = {(rlim_t)MEMORY << 20, (rlim_t)MEMORY << 20},
                  core = {0, 0};
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CORE, &core);
    int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(fd, 1);
    dup2(fd, 2);
    execvp(words[0], words);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The first line that tells of an error, in general words. */
static void reason(const char *log, const char *file, char *out, size_t size) {
  Bytes text = read_file(log);
  char *line = text.v ? strtok((char *)text.v, "\n") : NULL, *first = line;
  while (line && !strcasestr(line, "error") && !strstr(line, "libsepol"))
    line = strtok(NULL, "\n");
  line = line ? line : first ? first : "";
  size_t n = 0, skip = strlen(file);
  while (*line && n + 2 < size) {
    if (!strncmp(line, file, skip)) {
      line += skip;
    } else if (isdigit((unsigned char)*line)) {
      out[n++] = 'N';
      while (isalnum((unsigned char)*line))
        line++;
    } else if (*line == '\'' && line[1] && line[2] == '\'' && n + 4 < size) {
      memcpy(out + n, line, 3);
      n += 3;
      line += 3;
    } else if (*line == '\'' && strchr(line + 1, '\'')) {
      line = strchr(line + 1, '\'') + 1;
      out[n++] = 'X';
    } else {
      out[n++] = isprint((unsigned char)*line) ? *line : '?';
      line++;
    }
  }
  out[n] = '\0';
  free(text.v);
}

static void compare(const char *mode, const char *original, uint64_t seed,
                    const char *work, char **commands) {
  char file[4096], log[4200], why[600] = "";
  Bytes bytes = read_file(original);
  state = seed * UINT64_C(0x9e3779b97f4a7c15);
  for (size_t i = 1 + below(3); i; i--)
    if (bytes.n)
      (*mode == 't' ? change_tokens : change_bytes)(&bytes);
  snprintf(file, sizeof file, "%s/%llu", work, (unsigned long long)seed);
  snprintf(log, sizeof log, "%s.log", file);
  write_file(file, bytes);
  int theirs = run(commands[0], file, log);
  if (theirs && theirs < 128)
    reason(log, file, why, sizeof why);
  int ours = run(commands[1], file, log);
  if (ours && !theirs)
    reason(log, file, why, sizeof why);
  bool keep = true;
  printf("%llu ", (unsigned long long)seed);
  if (ours > 2)
    printf("CRASH %d\n", ours);
  else if (theirs >= 128)
    puts("their-crash");
  else if (!theirs != !ours)
    printf("%s: %s\n", ours ? "theirs" : "ours", why);
  else
    keep = (puts(ours ? "neither" : "both"), false);
  if (!keep)
    unlink(file);
  unlink(log);
  strcat(file, ".out");
  unlink(file);
  free(bytes.v);
}

int main(int argc, char **argv) {
  if (argc != 8) {
    fprintf(stderr, "usage: mutants bytes|text FILE FIRST N WORK THEIRS OURS\n");
    return 2;
  }
  uint64_t first = strtoull(argv[3], NULL, 10);
  uint64_t n = strtoull(argv[4], NULL, 10);
  for (uint64_t seed = first; seed < first + n; seed++)
    compare(argv[1], argv[2], seed, argv[5], argv + 6);
  return 0;
}
