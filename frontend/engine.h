/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The inside of the macro engine: what its files share.
 *
 * The engine reads pieces from a stack of frames.  The lowest is a source;
 * a call takes its arguments from the frames and puts a new one on top, the
 * macro's body, which is then read in place of the call.  Where a body says
 * `$1`, the argument is a frame above it.  A quoted argument in a body is the
 * slice of that body with the arguments that its own `$1` stands for.  So text
 * is hardly ever copied to be read again, and a piece that is read knows its
 * frame's origin. */
#ifndef FRONTEND_ENGINE_H
#define FRONTEND_ENGINE_H

#include "frontend/instantiate.h"
#include "frontend/macro.h"
#include "lib/file.h"
#include "lib/map.h"

typedef struct Args Args;
typedef struct Call Call;

/* Some pieces in a row. */
typedef struct Slice {
  const Piece *v;
  size_t n;
  const Args *args; /* what PARAMs stand for; NULL: their own text */
  Origin origin;    /* of those pieces whose own origin is 0 */
  uint16_t quotes;  /* the number of the Quotes under which it was cut */
  bool is_lasting;  /* the pieces live as long as the engine */
} Slice;

/* Runs a builtin: pushes what the call is replaced by. */
typedef void BuiltinRun(Macros *macros, const Call *call);

typedef struct Builtin {
  const char *name;
  BuiltinRun *run;
  uint8_t least;       /* arguments without which the call gives nothing */
  bool needs_parens;   /* without `(` behind it the name is plain text */
  bool is_pure;        /* it but makes text, of its arguments and the
                          definitions, or changes definitions */
} Builtin;

/* What a name means.  pushdef puts one over another. */
typedef struct Macro Macro;
struct Macro {
  Macro *below;
  const Builtin *builtin; /* NULL: `body` */
  Slice body;
  Place place;
  bool is_interface;
  /* 1 more than the highest that the body uses, and than how many are
   * documented; 0: not counted */
  uint32_t parameters, documented;
  uint32_t pending; /* its number in the interface index + 1, as long as the
                       body has not been read */
  Name successor;   /* of a compatibility interface, else NO_NAME */
  uint32_t before, after; /* of a pushdef that popdef can undo: the states of
                             the definitions; else 0 */
  struct Template *templates; /* frontend/templates.c */
};

typedef struct InterfaceIndex InterfaceIndex;

/* The arguments of a call, in scratch memory.  v[0] stands for the name and
 * holds no text. */
struct Args {
  const Slice *v;
  uint32_t n; /* v[0] included */
  Piece name;
  uint16_t quotes;  /* under which they were collected */
  uint16_t depth;   /* how many times arguments stand in arguments */
  bool is_balanced; /* every quote in them has its match */
};

struct Call {
  Args args;
  Place place; /* the name's */
  Loc top;     /* the name's, or that of the call in a source it came from */
};

/* A call that leaves out an argument which the body uses. */
typedef struct ShortCall {
  Origin origin;
  uint32_t given; /* arguments before that one */
} ShortCall;

/* A call with a quote in its arguments that closes nothing, or with a comma
 * that came out of a call in them. */
typedef struct UnquotedCall {
  Piece name;
  Loc end;      /* its closing bracket; 0: not yet known */
  Place cause;  /* the quote, or the call whose text has the comma */
  Place closed; /* of a quote: the first in the call that closed one */
  bool is_comma, is_told;
} UnquotedCall;

typedef struct Frame {
  const Piece *at, *end;
  const Args *args; /* of a body; NULL: `$1` is text */
  Origin origin;    /* of pieces that have none */
  Loc top;          /* the call in a source that led to it; 0 in a source */
  uint16_t quotes;  /* the number of the quotes under which it was cut */
  bool is_lasting;  /* the pieces are */
} Frame;

typedef ARRAY(Frame) Frames;

/* What a name meant before a change. */
typedef struct Change {
  Name name;
  Macro *was;
} Change;

/* Takes a call as a whole, or leaves it to be read: false. */
typedef bool TakeCall(void *context, Macros *macros, Macro *macro,
                      const Call *call);

typedef struct Diversion {
  long number;
  Pieces pieces;
} Diversion;

/* The pieces of the sources that are used more than once, cut on first use. */
typedef struct PieceStore {
  Map lists; /* base Loc to an index into v */
  ARRAY(Slice) v;
  Arena arena;    /* has the pieces */
  Pieces scanned; /* scratch: a list while it is cut */
} PieceStore;

struct Macros {
  Session *session;
  Arena lasting; /* definitions */
  Arena scratch; /* arguments, until the call in the source is done */
  PieceStore *store;
  bool owns_store;
  Paths folders;
  Macro **table; /* by Name */
  uint32_t n_table;

  /* what is read */
  Frames frames;
  uint32_t n_sources; /* the lowest frames: a source and its includes */
  Pieces started; /* of the last source started, if the store has not got it */
  ARRAY(Quotes) quotes;
  uint16_t quotes_now;
  const char *comment, *comment_close;
  uint32_t quote_depth;
  Place quote_place; /* the outermost open quote */
  Place close_place; /* where the first one was closed, in a call: of it */
  Loc closed_from, closed_to; /* the last quote in no call that was closed */
  Loc cut_at; /* the last quote or call that a source ended in; 0: none */
  bool in_comment;
  uint32_t comment_rest; /* bytes of its mark that are still to come */
  bool comment_ends;     /* behind them */
  bool has_stopped; /* m4exit, or a limit was passed */
  bool is_cut_off;  /* the source ended in a call or quote, as was reported */

  /* arguments being collected: stacks, as calls nest */
  Pieces collected;
  ARRAY(Slice) arguments;
  uint32_t nesting;
  Buffer text; /* scratch: of a word or an argument while it is made */

  /* the call in a source that is being expanded */
  Loc top_loc;
  Name top_name;
  uint32_t work; /* what it took so far */

  /* what is written */
  long divert;
  ARRAY(Diversion) diversions; /* by rising number */
  Pieces ready; /* output that precedes what is read next */
  size_t ready_at;
  ARRAY(Slice) wrapped; /* m4wrap */
  uint32_t n_wraps;     /* how many times it was read */
  bool is_finishing;    /* all sources are read */
  bool is_literal;      /* words are text */
  Map included;         /* Name of a path to its source */

  /* Whole calls (frontend/templates.c). */
  TakeCall *take_call;
  void *taker;      /* its context */
  bool takes_calls; /* what is read next begins a statement */
  uint32_t state, n_states; /* equal states have equal definitions */
  Map pushed_states;        /* (state, name) to that after a bare pushdef */
  uint32_t n_trials;        /* calls being read on trial, within each other */
  bool is_spoilt; /* the trial's result hangs on more than definitions */
  bool keeps_origins;     /* those made in trials are still in use */
  ARRAY(Change) changes;  /* of definitions in trials */
  ARRAY(Name) rebound;    /* names whose meaning a trial has changed */
  Name first_hole;        /* stands for `$1`, the next for `$2`, …; 0: none */

  /* The patterns of regexp and patsubst, compiled: a policy has few, and uses
   * each often. */
  ARRAY(struct Regexp *) regexps;
  Map regexp_of; /* Name of its text to index */

  Macros *target; /* where the native `interface` defines; else NULL */
  Macros *first;  /* the engine whose target this one is, or NULL */
  InterfaceIndex *index; /* NULL: no interface is pending */
  Loc own_from;   /* calls of macros that stand from here on are checked; 0:
                     none */
  ARRAY(ShortCall) short_calls; /* by rising origin */
  ARRAY(UnquotedCall) unquoted_calls;
  uint32_t n_questions;   /* how often a fault was asked about */
  size_t searched;        /* bytes that were searched for names */
  Loc told_quote;         /* the last quote that an error named */
  Map told_calls;  /* Loc of calls in sources, to the number of faults told */
  Map told_faults; /* faults that were reported: Loc, of short calls that of the
                      call, and above it that of the call in the source, if the
                      fault is of that call alone */
  Map reported_calls; /* Loc of a call with too many arguments */
};

/* Frees the compiled patterns. */
void regexps_free(Macros *macros);

/* Reading. */

typedef enum Got {
  GOT_END,
  GOT_TEXT,  /* quoted or comment: never a comma or bracket of a call */
  GOT_PLAIN,
} Got;

/* The next piece of the expansion, diverted or not. */
Got engine_read(Macros *macros, Piece *piece);
/* The next piece before expansion, in place; NULL at the end. */
const Piece *engine_peek(Macros *macros);
static inline Frame *top_frame(Macros *macros) {
  return &macros->frames.v[macros->frames.n - 1];
}
/* Puts a list on top, to be read next. */
void engine_push(Macros *macros, Slice list, Loc top);
/* The same for a computed text, a number, an argument of the call. */
void engine_push_text(Macros *macros, const Call *call, const char *text,
                      size_t n);
void engine_push_number(Macros *macros, const Call *call, long number);
void engine_push_argument(Macros *macros, const Call *call, uint32_t i);
Piece piece_of_number(Macros *macros, unsigned long number, Place place);
/* The same for a list in quotes, so that it is read as text. */
void engine_push_quoted(Macros *macros, const Call *call, Slice list);
/* The arguments from the `first` on, with a byte between, each quoted if
 * asked for: `$*` and `$@`. */
Slice engine_list_arguments(Macros *macros, const Args *args, uint32_t first,
                            char between, bool quoted, Place place);
/* Copies what has been collected beyond `from` to scratch memory, and takes it
 * off; `touch`: some pieces make one. */
Slice engine_take(Macros *macros, size_t from, bool touch);
/* The text that a parameter stands for. */
Slice args_param(Macros *macros, const Args *args, Piece param);
/* Collects the arguments of a call; false when the text ends in them. */
bool engine_collect(Macros *macros, Piece name, Args *args);
/* Expands a macro as if the call had been written. */
void engine_call(Macros *macros, Macro *macro, const Call *call);
/* Puts a source on top. */
void engine_include(Macros *macros, Loc source);
/* Reads the top frame under the quotes that hold now. */
void engine_sync_quotes(Macros *macros);
/* Takes a piece of output that goes nowhere; true: it wants no more. */
typedef bool TakeOutput(Macros *macros, const Piece *piece);
/* Expands a list for its definitions; `take` may be NULL. */
void engine_run(Macros *macros, Slice list, TakeOutput *take);
/* Reports that the call in the source leads too far, and stops. */
void engine_pass_limit(Macros *macros, const char *what);
/* Counts work for the call in the source: about a unit for a byte of text or
 * a frame, four for a piece or an argument, sixteen for a call.  Too much ends
 * it. */
static inline void engine_work(Macros *macros, size_t units) {
  if (units > MACRO_WORK_MAX - macros->work)
    engine_pass_limit(macros, "it has become too long");
  else
    macros->work += (uint32_t)units;
}
/* Leaves all that is still to be read. */
void engine_stop(Macros *macros);
/* Reports a fault at a call. */
void engine_error(Macros *macros, const Call *call, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Trials (frontend/templates.c). */

/* Whether a name stands for a parameter of the call on trial. */
static inline bool is_hole(const Macros *macros, Name name) {
  return name - macros->first_hole < HOLES && macros->first_hole;
}
/* Says that what is read hangs on more than the definitions and on which
 * arguments there are. */
static inline void engine_spoil(Macros *macros) {
  macros->is_spoilt = true;
}
/* The same if one of the pieces stands for a parameter: its text counts. */
void engine_spoil_holes(Macros *macros, const Piece *v, size_t n);
/* Puts a macro's body on top. */
void engine_push_body(Macros *macros, Macro *macro, const Call *call);
/* Makes the state of the definitions that which a pushdef without a body
 * always leads to. */
void engine_enter_state(Macros *macros, Macro *macro, Name name,
                        uint32_t before);

/* Definitions. */

/* What a name means, or NULL.  Reads the body of a pending interface. */
Macro *engine_find(Macros *macros, Name name);
/* Reads the body of a pending interface; gives what the name means now. */
Macro *index_load(Macros *macros, Name name);
/* Whether a name is a pending interface of the second run (or NULL): then the
 * first run, which has met its definition, counts it as defined where ifdef
 * asks, though not elsewhere (undefine, defn). */
bool index_has(const Macros *second, Name name);
void index_free(InterfaceIndex *index);
/* Makes the engine of the first of the two runs, unless there is one. */
void interfaces_begin(Macros *macros, const Loc *support, size_t n);
/* Expands interface definitions, as the first of two runs of m4 does, into
 * `macros`, the engine of the second run. */
void interfaces_run(Macros *macros, Slice definitions);
/* Checks the number of arguments of a call, and warns of an interface that was
 * renamed. */
void call_check(Macros *macros, Macro *macro, const Call *call,
                Origin origin);
/* Whether a text came from a call that lacks arguments. */
bool call_is_short(const Macros *macros, Origin origin);
/* Remembers a quote that closes nothing in the arguments of a call, or a comma
 * that ends one, if it came out of a call. */
void call_note_quote(Macros *macros, Piece name, Piece quote);
void call_note_comma(Macros *macros, Piece name, Piece comma);
/* Sets where the calls remembered from the `from`th on end. */
void call_set_end(Macros *macros, size_t from, Piece bracket);
/* Defines a name, over the meaning that it has if `push`. */
Macro *engine_define(Macros *macros, Name name, bool push, Place place);
/* Takes one meaning of a name away, or all. */
void engine_undefine(Macros *macros, Name name, bool all);
/* The same text with the parameters replaced by what they stand for. */
Slice engine_resolve(Macros *macros, Slice list);
/* A list that lasts as long as the engine, with origins taken out. */
Slice engine_keep(Macros *macros, Slice list);
/* The pieces of a source. */
Slice engine_source(Macros *macros, Loc source);
/* The pieces of some bytes of a source, for as long as the engine lives. */
Slice engine_stretch(Macros *macros, Loc from, size_t length);
/* Sets what to expand next. */
void engine_start(Macros *macros, Slice list);

/* Arguments. */

static inline bool call_has(const Call *call, uint32_t i) {
  return i < call->args.n;
}
/* An argument, empty when it is left out. */
Slice call_slice(const Call *call, uint32_t i);
/* Its text, with a NUL behind it. */
const char *call_text(Macros *macros, const Call *call, uint32_t i, size_t *n);
/* Its text as a name. */
Name call_name(Macros *macros, const Call *call, uint32_t i);
/* Its number; reports text that is none. */
bool call_number(Macros *macros, const Call *call, uint32_t i, long *number);
bool slices_equal(Macros *macros, Slice a, Slice b);
void slice_render(Macros *macros, Slice slice, Buffer *text);

/* The builtins, by name. */
extern const Builtin builtins[];
extern const size_t n_builtins;

/* The builtins that live in files of their own. */
BuiltinRun builtin_eval, builtin_format, builtin_regexp, builtin_patsubst;
BuiltinRun builtin_len, builtin_index, builtin_substr, builtin_translit;
BuiltinRun builtin_incr, builtin_decr;
BuiltinRun builtin_divert, builtin_undivert, builtin_divnum, builtin_m4wrap;
BuiltinRun builtin_changequote, builtin_changecom;

/* Puts a piece out: to the diversion that holds now, or behind `ready`. */
void divert_put(Macros *macros, Piece piece);
/* Once the sources are read: makes more to be read, or more output; false
 * when there is no more. */
bool divert_finish(Macros *macros);

#endif
