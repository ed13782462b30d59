/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tecc headers: what modules are compiled against, out of a policy tree (the
 * target install-headers of refpolicy's Makefile, without its XML). */
#include "cli/build_tree.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "lib/file.h"
#include "lib/outputs.h"
#include "refpolicy-support/class_perms.h"

static const char help[] =
    "Usage: tecc headers TREE -o DIR [-D NAME=VALUE]...\n"
    "Writes the headers of a reference-policy source tree: build.conf, the\n"
    "support macros and the interfaces of each layer, for tecc compile -I DIR.\n"
    "\n"
    "  -o, --output=DIR       the folder to write to; made if it is not there\n"
    "  -D NAME=VALUE          set a variable of build.conf: TYPE=mls, …\n" //
    COMMON_HELP;

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    COMMON_OPTIONS,
};

typedef struct HeadersCommand {
  CommonOptions common;
  const char *tree, *output;
  Defines settings;
  ARRAY(Output) outputs;
  Buffer class_perms, conf;
} HeadersCommand;

static int parse_command(HeadersCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:D:" COMMON_LETTERS,
                               options)) != -1) {
    if (option == 'o')
      command->output = optarg;
    else if (option == 'D')
      status = setting_add(&command->common.session.arena, &command->settings,
                           optarg);
    else
      status = common_option(&command->common, option, help);
  }
  if (status >= 0)
    return status;
  if (optind + 1 != argc || !command->output)
    return usage_error("headers: one policy tree and -o are wanted");
  command->tree = argv[optind];
  return -1;
}

/* A file to write to DIR/folder/name. */
static void add_output(HeadersCommand *command, const char *folder,
                       const char *name, const char *data, size_t length) {
  Arena *arena = &command->common.session.arena;
  char *path = path_join(arena, command->output, folder);
  folder_make(path);
  ARRAY_PUSH(&command->outputs, (Output){path_join(arena, path, name), data,
                                         length});
}

static void add_source(HeadersCommand *command, Tree *tree,
                       const char *folder, TreeFile *file) {
  Session *session = &command->common.session;
  const Source *source = source_of(&session->sources,
                                   build_tree_file(session, tree, file));
  add_output(command, folder, path_base(file->path), source->text,
             source->length);
}

static void add_support(HeadersCommand *command, Tree *tree) {
  Session *session = &command->common.session;
  for (size_t i = 0; i < tree->support.n; i++)
    add_source(command, tree, "support", tree->support.v[i]);
  class_perms_put(session, tree_file_load(session, tree->access_vectors),
                  tree_file_load(session, tree->security_classes),
                  &command->class_perms);
  add_output(command, "support", "all_perms.spt", command->class_perms.data,
             command->class_perms.n);
}

static const char *yes_no(bool value) {
  return value ? "y" : "n";
}

/* The options of the tree that a module depends on, in the form that refpolicy
 * gives them. */
static void add_conf(HeadersCommand *command, const BuildConf *conf) {
  Buffer *text = &command->conf;
  put_format(text, "TYPE ?= %s\nNAME ?= %s\n", policy_type_name(conf->type),
             conf->name);
  if (*conf->distro)
    put_format(text, "DISTRO ?= %s\n", conf->distro);
  put_format(text, "MONOLITHIC ?= n\nDIRECT_INITRC ?= %s\nSYSTEMD ?= %s\n",
             yes_no(conf->direct_initrc), yes_no(conf->systemd));
  put_string(text, "CUSTOM_BUILDOPT ?=");
  for (size_t i = 0; i < conf->options.n; i++)
    put_format(text, " %s", conf->options.v[i]);
  put_format(text, "\noverride UBAC := %s\noverride MLS_SENS := %u\n",
             yes_no(conf->ubac), conf->mls_sens);
  put_format(text, "override MLS_CATS := %u\noverride MCS_CATS := %u\n",
             conf->mls_cats, conf->mcs_cats);
  ARRAY_PUSH(&command->outputs,
             (Output){path_join(&command->common.session.arena,
                                command->output, "build.conf"),
                      text->data, text->n});
}

static void write_headers(HeadersCommand *command) {
  Session *session = &command->common.session;
  Tree *tree = tree_read(session, command->tree, &command->settings);
  if (!checkpoint(&session->diags))
    return;
  add_support(command, tree);
  for (size_t i = 0; i < tree->modules.n; i++)
    if (tree->modules.v[i]->interfaces)
      add_source(command, tree, tree->modules.v[i]->layer,
                 tree->modules.v[i]->interfaces);
  add_conf(command, &tree->conf);
  if (checkpoint(&session->diags))
    outputs_write(command->outputs.v, command->outputs.n);
  ARRAY_FREE(&command->outputs);
  buffer_free(&command->class_perms);
  buffer_free(&command->conf);
}

int cmd_headers(int argc, char **argv) {
  HeadersCommand command = {0};
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  write_headers(&command);
  return common_end(&command.common);
}
