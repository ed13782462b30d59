/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/tree_headers.h"

#include "lib/file.h"
#include "refpolicy-support/class_perms.h"

typedef struct HeaderWriter {
  Session *session;
  Tree *tree;
  const char *folder;
  Outputs *outputs;
} HeaderWriter;

static void add_text(const HeaderWriter *w, const char *folder,
                     const char *name, const char *text, size_t length) {
  Arena *arena = &w->session->arena;
  const char *path = *folder ? path_join(arena, w->folder, folder) : w->folder;
  ARRAY_PUSH(w->outputs, (Output){path_join(arena, path, name), text, length});
}

static void add_source(const HeaderWriter *w, const char *folder,
                       TreeFile *file) {
  const Source *source = source_of(&w->session->sources,
                                   build_tree_file(w->session, w->tree, file));
  add_text(w, folder, path_base(file->path), source->text, source->length);
}

static void add_made(const HeaderWriter *w, const char *path, Buffer *text) {
  Arena *arena = &w->session->arena;
  ARRAY_PUSH(w->outputs, (Output){path_join(arena, w->folder, path),
                                  arena_copy(arena, text->data, text->n),
                                  text->n});
  buffer_free(text);
}

static void add_support(const HeaderWriter *w) {
  Session *session = w->session;
  Buffer class_perms = {0};
  for (size_t i = 0; i < w->tree->support.n; i++)
    add_source(w, "support", w->tree->support.v[i]);
  class_perms_put(session, tree_file_load(session, w->tree->access_vectors),
                  tree_file_load(session, w->tree->security_classes),
                  &class_perms);
  add_made(w, "support/all_perms.spt", &class_perms);
}

static const char *yes_no(bool value) {
  return value ? "y" : "n";
}

/* The options of the tree that a module depends on, in the form that refpolicy
 * gives them. */
static void add_conf(const HeaderWriter *w) {
  const BuildConf *conf = &w->tree->conf;
  Buffer text = {0};
  put_format(&text, "TYPE ?= %s\nNAME ?= %s\n", policy_type_name(conf->type),
             conf->name);
  if (*conf->distro)
    put_format(&text, "DISTRO ?= %s\n", conf->distro);
  put_format(&text, "MONOLITHIC ?= n\nDIRECT_INITRC ?= %s\nSYSTEMD ?= %s\n",
             yes_no(conf->direct_initrc), yes_no(conf->systemd));
  put_string(&text, "CUSTOM_BUILDOPT ?=");
  for (size_t i = 0; i < conf->options.n; i++)
    put_format(&text, " %s", conf->options.v[i]);
  put_format(&text, "\noverride UBAC := %s\noverride MLS_SENS := %u\n",
             yes_no(conf->ubac), conf->mls_sens);
  put_format(&text, "override MLS_CATS := %u\noverride MCS_CATS := %u\n",
             conf->mls_cats, conf->mcs_cats);
  add_made(w, "build.conf", &text);
}

/* What the tree's own Makefile for modules needs beside the macros, and the
 * Makefile, if the tree has them: for make -f on the target. */
static void add_makefile(const HeaderWriter *w) {
  static const char *const files[][2] = {{"", "Makefile.devel"},
                                         {"support", "divert.m4"},
                                         {"support", "undivert.m4"}};
  Arena *arena = &w->session->arena;
  const char *folder = path_join(arena, w->tree->folder, "support");
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    Loc base = file_load(&w->session->sources,
                         path_join(arena, folder, files[i][1]), true);
    const Source *source = source_of(&w->session->sources, base);
    if (source)
      add_text(w, files[i][0], i ? files[i][1] : "Makefile", source->text,
               source->length);
  }
}

void tree_headers_add(Session *session, Tree *tree, const char *folder,
                      Outputs *outputs) {
  const HeaderWriter writer = {session, tree, folder, outputs};
  add_support(&writer);
  for (size_t i = 0; i < tree->modules.n; i++)
    if (tree->modules.v[i]->interfaces)
      add_source(&writer, tree->modules.v[i]->layer,
                 tree->modules.v[i]->interfaces);
  add_conf(&writer);
  add_makefile(&writer);
}
