/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backend/label_list.h"
#include "cli/command.h"
#include "cli/label_inputs.h"
#include "cli/load_policy.h"
#include "cli/options.h"
#include "ir/passes.h"
#include "lib/map.h"

static const char help[] =
    "Usage: tecc label FOLDER --format=FORM [-o FILE] [OPTION]...\n"
    "       tecc label FOLDER --check [OPTION]...\n"
    "Finds the label of each file in a folder that is to be a system's root,\n"
    "and writes them as builders of images take them.  Sets no attribute and\n"
    "needs no privilege.\n\n"
    "      --format=FORM      setfattr (for setfattr -h --restore), squashfs\n"
    "                         (for mksquashfs -pf, 4.6 on), debugfs (for\n"
    "                         debugfs -w -f) or tar (the files themselves)\n"
    "  -o, --output=FILE      by default standard output\n"
    "      --file-contexts=FILE  may be given often; later files win; by\n"
    "                         default those of FOLDER/etc/selinux/config\n"
    "      --policy=POLICY    its contexts must be valid in POLICY, of any "
    "form\n"
    "                         that tecc check takes\n"
    "      --check            a file without a label is an error\n"
    "      --one-file-system  leave out what is mounted in FOLDER\n"
    "      --owner=UID:GID    in a tar archive, of all files\n"
    "      --mtime=SECONDS    in a tar archive, no file is newer\n" COMMON_HELP;

/* The summary counts the others. */
enum { UNLABELLED_SHOWN = 10 };

typedef struct LabelCommand {
  CommonOptions common;
  const LabelFormat *format;
  const char *output, *policy;
  Paths file_contexts;
  bool check, one_file_system;
  bool shows_progress;
  struct timespec shown; /* when progress was last */
  LabelList list;
  size_t n_none, n_unlabelled; /* files with <<none>>; without any line */
} LabelCommand;

enum {
  OPTION_FORMAT = OPTION_OWN,
  OPTION_FILE_CONTEXTS,
  OPTION_POLICY,
  OPTION_CHECK,
  OPTION_ONE_FILE_SYSTEM,
  OPTION_OWNER,
  OPTION_MTIME,
};

static const struct option options[] = {
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"output", required_argument, NULL, 'o'},
    {"file-contexts", required_argument, NULL, OPTION_FILE_CONTEXTS},
    {"policy", required_argument, NULL, OPTION_POLICY},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"one-file-system", no_argument, NULL, OPTION_ONE_FILE_SYSTEM},
    {"owner", required_argument, NULL, OPTION_OWNER},
    {"mtime", required_argument, NULL, OPTION_MTIME},
    COMMON_OPTIONS,
};

static int set_format(LabelCommand *command, const char *name) {
  command->format = label_format_find(name);
  return command->format
             ? -1
             : usage_error("--format: '%s' is not setfattr, squashfs, debugfs "
                           "or tar",
                           name);
}

static int set_owner(LabelCommand *command, const char *text) {
  long uid, gid;
  const char *colon = strchr(text, ':');
  char *user = arena_printf(&command->common.session.arena, "%.*s",
                            colon ? (int)(colon - text) : 0, text);
  if (!colon || !parse_number(user, 0, UINT32_MAX - 1L, &uid) ||
      !parse_number(colon + 1, 0, UINT32_MAX - 1L, &gid))
    return usage_error("--owner: '%s' is not UID:GID, two numbers", text);
  command->list.has_owner = true;
  command->list.uid = (uid_t)uid;
  command->list.gid = (gid_t)gid;
  return -1;
}

static int set_time(LabelCommand *command, const char *text) {
  long time;
  if (!parse_number(text, 0, INT64_MAX, &time))
    return usage_error("--mtime: '%s' is not a number of seconds", text);
  command->list.has_time = true;
  command->list.time = time;
  return -1;
}

static int take_option(LabelCommand *command, int option) {
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case OPTION_FORMAT: return set_format(command, optarg);
  case OPTION_FILE_CONTEXTS:
    ARRAY_PUSH(&command->file_contexts, optarg);
    return -1;
  case OPTION_POLICY: command->policy = optarg; return -1;
  case OPTION_CHECK: command->check = true; return -1;
  case OPTION_ONE_FILE_SYSTEM: command->one_file_system = true; return -1;
  case OPTION_OWNER: return set_owner(command, optarg);
  case OPTION_MTIME: return set_time(command, optarg);
  default: return common_option(&command->common, option, help);
  }
}

static int parse_command(LabelCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:" COMMON_LETTERS, options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (optind + 1 != argc)
    return usage_error(optind == argc ? "label: a folder is wanted"
                                      : "label: one folder is wanted");
  if (!command->format && !command->check)
    return usage_error("label: --format or --check is wanted");
  if (command->output && !command->format)
    return usage_error("label: -o needs --format");
  return -1;
}

/* A line on the terminal that is written over, five times a second. */
static void show_progress(void *context, size_t n) {
  LabelCommand *command = context;
  struct timespec now;
  if (!command->shows_progress)
    return;
  clock_gettime(CLOCK_MONOTONIC, &now);
  int64_t milliseconds = (now.tv_sec - command->shown.tv_sec) * 1000 +
                         (now.tv_nsec - command->shown.tv_nsec) / 1000000;
  if (command->shown.tv_sec && milliseconds < 200)
    return;
  command->shown = now;
  fprintf(stderr, "\r%zu files", n);
  fflush(stderr);
}

static void end_progress(const LabelCommand *command) {
  if (command->shown.tv_sec) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
}

static char kind_of(mode_t mode) {
  switch (mode & S_IFMT) {
  case S_IFDIR: return 'd';
  case S_IFLNK: return 'l';
  case S_IFCHR: return 'c';
  case S_IFBLK: return 'b';
  case S_IFIFO: return 'p';
  case S_IFSOCK: return 's';
  default: return '-';
  }
}

/* The index + 1 of the first name of a file that has several. */
static uint32_t *first_name(Map *names, const WalkFile *file) {
  uint64_t key = (uint64_t)file->inode ^ (uint64_t)file->device << 48;
  return map_put(names, key == UINT64_MAX ? 0 : key, NULL);
}

static void report_link(LabelCommand *command, const LabelledFile *file,
                        const LabelledFile *first) {
  if (file->label != first->label)
    diag_warning(&command->common.session.diags, WARN_HARD_LINK_LABELS,
                 no_place,
                 "'%s' and '%s' are one file, with the labels %s and %s",
                 first->file->path, file->file->path,
                 first->label ? first->label : "<<none>>",
                 file->label ? file->label : "<<none>>");
}

static const char *find_label(LabelCommand *command, Labels *labels,
                              const WalkFile *file) {
  Session *session = &command->common.session;
  const FileContext *entry =
      labels_find(labels, file->path, kind_of(file->mode));
  if (entry && entry->context)
    return name_text(&session->names, entry->context);
  if (entry) {
    command->n_none++;
    return NULL;
  }
  command->n_unlabelled++;
  if (command->check)
    diag_error_as(&session->diags, ERROR_FILE_CONTEXT, no_place,
                  "no file context matches '%s'", file->path);
  else if (command->n_unlabelled <= UNLABELLED_SHOWN)
    diag_warning(&session->diags, WARN_UNLABELLED, no_place,
                 "no file context matches '%s'", file->path);
  return NULL;
}

/* One file has one label, whatever its names: that of the first, as setfiles
 * does it (libselinux selinux_restorecon.c, filespec_add). */
static void label_all(LabelCommand *command, Labels *labels,
                      const WalkFiles *files) {
  Map names = {0};
  for (size_t i = 0; i < files->n; i++) {
    const WalkFile *file = &files->v[i];
    LabelledFile labelled = {.file = file,
                             .label = find_label(command, labels, file)};
    if (file->links > 1 && !S_ISDIR(file->mode)) {
      uint32_t *first = first_name(&names, file);
      if (*first) {
        const LabelledFile *before = &command->list.files.v[*first - 1];
        report_link(command, &labelled, before);
        labelled.label = before->label;
        labelled.link = before->file;
      } else {
        *first = (uint32_t)i + 1;
      }
    }
    ARRAY_PUSH(&command->list.files, labelled);
    if (i % 1024 == 0)
      show_progress(command, i);
  }
  map_free(&names);
}

static void write_list(LabelCommand *command) {
  Stream stream;
  if (!checkpoint(&command->common.session.diags))
    return;
  stream_begin(&stream, command->output ? command->output : "-");
  command->format->write(&command->list, &stream);
  if (checkpoint(&command->common.session.diags))
    stream_commit(&stream);
  else
    stream_abandon(&stream);
}

static void print_summary(const LabelCommand *command, const char *root) {
  size_t n = command->list.files.n;
  fprintf(command->format && !command->output ? stderr : stdout,
          "%s: %zu files, %zu labelled, %zu left to the kernel (<<none>>), "
          "%zu without a label\n",
          root, n, n - command->n_none - command->n_unlabelled, command->n_none,
          command->n_unlabelled);
  fflush(stderr);
}

static bool check_contexts(LabelCommand *command, const LabelInputs *inputs) {
  Session *session = &command->common.session;
  char *path = (char *)command->policy;
  if (!path)
    return true;
  Policy *policy = load_policy(session, &path, 1, &(LoadOptions){0});
  if (policy)
    check_label_contexts(policy, &inputs->contexts);
  return checkpoint(&session->diags);
}

static void label_files(LabelCommand *command, Labels *labels,
                        const char *root) {
  Session *session = &command->common.session;
  WalkFiles files =
      walk(&session->arena, root,
           &(WalkOptions){.one_file_system = command->one_file_system,
                          .progress = show_progress,
                          .context = command});
  command->list.session = session;
  command->list.root = root;
  label_all(command, labels, &files);
  end_progress(command);
  if (command->format)
    write_list(command);
  if (!command->common.quiet && checkpoint(&session->diags))
    print_summary(command, root);
}

static void label(LabelCommand *command, const char *root) {
  Session *session = &command->common.session;
  LabelInputs inputs = {0};
  if (!command->file_contexts.n) {
    const char *found = label_inputs_of_root(session, root);
    if (!found)
      return;
    ARRAY_PUSH(&command->file_contexts, (char *)found);
  }
  label_inputs_read(session, &command->file_contexts, &inputs);
  Labels *labels = label_inputs_ready(session, &inputs);
  if (!labels)
    return;
  if (check_contexts(command, &inputs)) /* then every line can be applied */
    label_files(command, labels, root);
  labels_free(labels);
}

int cmd_label(int argc, char **argv) {
  LabelCommand command = {0};
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  command.shows_progress =
      isatty(STDERR_FILENO) && !command.common.quiet &&
      !strcmp(command.common.session.diags.printer->name, "text");
  label(&command, argv[optind]);
  return common_end(&command.common);
}
