/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "backend/file_contexts.h"
#include "cli/build_tree.h"
#include "cli/command.h"
#include "cli/label_inputs.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "cli/which_print.h"
#include "lib/terminal.h"

static const char help[] =
    "Usage: tecc which PATH [KIND] [OPTION]...\n"
    "Says which line of file contexts labels a path, and which other lines\n"
    "match it but do not win, in the order in which libselinux tries them.\n"
    "KIND is file, dir, link, char, block, pipe or socket (or as in the lines:\n"
    "- d l c b p s); without it lines for any kind count.  The status is 0 if\n"
    "the path gets a label, else 1.\n"
    "With --message-format=json the answer is a JSON object on one line.\n\n"
    "      --file-contexts=FILE  may be given often; later files win\n"
    "      --root=FOLDER      those of FOLDER/etc/selinux/config\n"
    "      --tree=TREE        those of a policy tree's sources\n"
    "  -D NAME=VALUE          set a variable of the tree's build.conf\n"
    "      --questions=FILE   answer the lines of FILE, each KIND PATH, KIND as\n"
    "                         in file contexts: -- -d -l -c -b -p -s\n"
    "With -q it prints the label only.\n\n" COMMON_HELP;

typedef struct WhichCommand {
  CommonOptions common;
  Paths file_contexts;
  const char *root, *tree, *questions;
  Defines settings;
  Labels *labels;
} WhichCommand;

enum {
  OPTION_FILE_CONTEXTS = OPTION_OWN,
  OPTION_ROOT,
  OPTION_TREE,
  OPTION_QUESTIONS,
};

static const struct option options[] = {
    {"file-contexts", required_argument, NULL, OPTION_FILE_CONTEXTS},
    {"root", required_argument, NULL, OPTION_ROOT},
    {"tree", required_argument, NULL, OPTION_TREE},
    {"questions", required_argument, NULL, OPTION_QUESTIONS},
    COMMON_OPTIONS,
};

static int take_option(WhichCommand *command, int option) {
  switch (option) {
  case OPTION_FILE_CONTEXTS:
    ARRAY_PUSH(&command->file_contexts, optarg);
    return -1;
  case OPTION_ROOT: command->root = optarg; return -1;
  case OPTION_TREE: command->tree = optarg; return -1;
  case OPTION_QUESTIONS: command->questions = optarg; return -1;
  case 'D': return setting_add(&command->common.session.arena,
                               &command->settings, optarg);
  default: return common_option(&command->common, option, help);
  }
}

static bool parse_kind(const char *word, char *kind) {
  static const struct {
    const char *word;
    char kind;
  } kinds[] = {{"file", '-'}, {"dir", 'd'},   {"link", 'l'},   {"char", 'c'},
               {"block", 'b'}, {"pipe", 'p'}, {"socket", 's'}, {"-", '-'},
               {"d", 'd'},    {"l", 'l'},     {"c", 'c'},      {"b", 'b'},
               {"p", 'p'},    {"s", 's'}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (!strcmp(word, kinds[i].word)) {
      *kind = kinds[i].kind;
      return true;
    }
  return false;
}

static int parse_question(WhichCommand *command, int argc, char **argv,
                          WhichQuestion *question) {
  int n = argc - optind;
  if (command->questions)
    return n ? usage_error("which: a path and --questions") : -1;
  if (n < 1 || n > 2)
    return usage_error("which: a path is wanted, and perhaps its kind");
  question->path = argv[optind];
  if (question->path[0] != '/')
    return usage_error("which: '%s' does not begin with a slash",
                       question->path);
  if (n == 2 && !parse_kind(argv[optind + 1], &question->kind))
    return usage_error("which: '%s' is not file, dir, link, char, block, pipe "
                       "or socket",
                       argv[optind + 1]);
  return -1;
}

static int parse_command(WhichCommand *command, int argc, char **argv,
                         WhichQuestion *question) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "D:" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  int given = (command->file_contexts.n > 0) + !!command->root +
              !!command->tree;
  if (given != 1)
    return usage_error("which: one of --file-contexts, --root and --tree is "
                       "wanted");
  return parse_question(command, argc, argv, question);
}

/* The entries of a tree's sources, in the order in which it installs them. */
static void read_tree(WhichCommand *command, LabelInputs *inputs) {
  Session *session = &command->common.session;
  Tree *tree = tree_read(session, command->tree, &command->settings,
                         TREE_MONOLITHIC);
  if (!checkpoint(&session->diags))
    return;
  Module module = {0};
  build_tree_monolithic(session, tree, TARGET_SELINUX, &module,
                        &inputs->contexts);
  file_contexts_sort(&session->names, &inputs->contexts);
}

static bool read_inputs(WhichCommand *command, LabelInputs *inputs) {
  Session *session = &command->common.session;
  if (command->tree)
    read_tree(command, inputs);
  if (command->root) {
    const char *path = label_inputs_of_root(session, command->root);
    if (path)
      ARRAY_PUSH(&command->file_contexts, (char *)path);
  }
  label_inputs_read(session, &command->file_contexts, inputs);
  return checkpoint(&session->diags);
}

/* Answers one question; gives whether the path gets a label. */
static bool answer_one(WhichCommand *command, const WhichQuestion *question,
                       Buffer *out) {
  Session *session = &command->common.session;
  FileContextRefs matches = {0};
  WhichAnswer answer = {
      .session = session,
      .question = question,
      .winner = labels_find(command->labels, question->path, question->kind)};
  labels_find_all(command->labels, question->path, &matches);
  answer.key = labels_key(command->labels, question->path);
  answer.matches = matches.v;
  answer.n_matches = matches.n;
  if (!strcmp(session->diags.printer->name, "json"))
    which_json(&answer, out);
  else if (command->common.quiet)
    put_format(out, "%s\n", which_label(&answer));
  else
    which_text(&answer, out);
  ARRAY_FREE(&matches);
  return answer.winner && answer.winner->context;
}

static bool answer_all(WhichCommand *command, Buffer *out) {
  Session *session = &command->common.session;
  bool labelled = true;
  Loc base = file_load(&session->sources, command->questions, false);
  const Source *source = source_of(&session->sources, base);
  char *text = arena_copy(&session->arena, source->text, source->length + 1);
  const char *start = text;
  for (char *line; (line = strsep(&text, "\n"));) {
    WhichQuestion question = {.path = line + 3};
    Place place = {base + (Loc)(line - start), 0};
    if (!*line || *line == '#')
      continue;
    if (line[0] != '-' || !line[1] || line[2] != ' ' || line[3] != '/' ||
        !parse_kind((char[]){line[1], '\0'}, &question.kind)) {
      diag_error(&session->diags, place,
                 "a question is KIND PATH, as in '-- /etc/passwd'");
      continue;
    }
    labelled &= answer_one(command, &question, out);
  }
  return labelled;
}

/* Names and patterns come from anywhere; a person's terminal is not to obey
 * them.  Programs get JSON, or labels only. */
static void print_answers(const WhichCommand *command, const Buffer *out) {
  bool is_text = !strcmp(command->common.session.diags.printer->name, "text");
  const char *at = out->data, *end = at + out->n;
  while (at < end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    if (is_text)
      terminal_put(stdout, at, (size_t)(stop - at));
    else
      fwrite(at, 1, (size_t)(stop - at), stdout);
    putchar('\n');
    at = stop + 1;
  }
}

static bool which(WhichCommand *command, const WhichQuestion *question) {
  Session *session = &command->common.session;
  LabelInputs inputs = {0};
  Buffer out = {0};
  /* Who asks a question did not ask what else is odd about the sources. */
  session->diags.quiet = !command->common.verbose;
  if (!read_inputs(command, &inputs))
    return false;
  command->labels = label_inputs_ready(session, &inputs);
  if (!command->labels)
    return false;
  bool labelled = command->questions ? answer_all(command, &out)
                                     : answer_one(command, question, &out);
  print_answers(command, &out);
  buffer_free(&out);
  labels_free(command->labels);
  return labelled;
}

int cmd_which(int argc, char **argv) {
  WhichCommand command = {0};
  WhichQuestion question = {0};
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv, &question);
  if (status >= 0)
    return status;
  bool labelled = which(&command, &question);
  status = common_end(&command.common);
  return status ? status : !labelled;
}
