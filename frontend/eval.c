/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* eval: arithmetic on 32-bit numbers (GNU m4 1.4.19: info m4, "Eval"). */
#include <ctype.h>
#include <string.h>

#include "frontend/engine.h"

typedef struct Eval {
  const char *at;
  const char *fault; /* the first fault; then the value does not count */
  unsigned depth;
  bool skip; /* in the operand that && or || leaves out */
} Eval;

enum { EVAL_DEPTH = 200 };

typedef enum Operator {
  OP_NONE, OP_LOR, OP_LAND, OP_OR, OP_XOR, OP_AND, OP_EQ, OP_NE, OP_LE, OP_LT,
  OP_GE, OP_GT, OP_SHL, OP_SHR, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_POW,
} Operator;

/* Longer signs come before those that they begin with. */
static const struct {
  const char *sign;
  Operator op;
  int binds; /* higher: tighter */
} operators[] = {
    {"||", OP_LOR, 1}, {"&&", OP_LAND, 2}, {"|", OP_OR, 3},  {"^", OP_XOR, 4},
    {"&", OP_AND, 5},  {"==", OP_EQ, 6},   {"!=", OP_NE, 6}, {"=", OP_EQ, 6},
    {"<<", OP_SHL, 8}, {">>", OP_SHR, 8},  {"<=", OP_LE, 7}, {"<", OP_LT, 7},
    {">=", OP_GE, 7},  {">", OP_GT, 7},    {"+", OP_ADD, 9}, {"-", OP_SUB, 9},
    {"**", OP_POW, 11}, {"*", OP_MUL, 10}, {"/", OP_DIV, 10}, {"%", OP_MOD, 10},
};

static int32_t fail(Eval *e, const char *fault) {
  if (!e->fault)
    e->fault = fault;
  return 0;
}

static void skip_blanks(Eval *e) {
  while (isspace((unsigned char)*e->at))
    e->at++;
}

static int digit_of(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = (char)tolower((unsigned char)c);
  return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

/* `0r1:111` counts strokes. */
static uint32_t read_digits(Eval *e, uint32_t radix) {
  uint32_t value = 0;
  for (int digit; (digit = digit_of(*e->at)) < 99; e->at++) {
    if (radix == 1 && digit == 1)
      value++;
    else if (radix == 1 && digit == 0 && !value)
      continue;
    else if ((uint32_t)digit < radix && radix != 1)
      value = value * radix + (uint32_t)digit;
    else
      fail(e, "bad number");
  }
  return value;
}

static int32_t read_number(Eval *e) {
  uint32_t radix = 10;
  if (*e->at == '0') {
    char mark = (char)tolower((unsigned char)*++e->at);
    radix = mark == 'x' ? 16 : mark == 'b' ? 2 : mark == 'r' ? 0 : 8;
    if (radix != 8)
      e->at++;
    if (!radix) {
      while (isdigit((unsigned char)*e->at) && radix <= 36)
        radix = radix * 10 + (uint32_t)(*e->at++ - '0');
      if (radix < 1 || radix > 36 || *e->at != ':')
        return fail(e, "bad number");
      e->at++;
    }
  }
  return (int32_t)read_digits(e, radix);
}

static int32_t power(Eval *e, int32_t base, int32_t exponent) {
  uint32_t result = 1, factor = (uint32_t)base;
  if (e->skip)
    return 0;
  if (exponent < 0)
    return fail(e, "negative exponent");
  if (!base && !exponent)
    return fail(e, "divide by zero");
  for (; exponent; exponent >>= 1, factor *= factor)
    if (exponent & 1)
      result *= factor;
  return (int32_t)result;
}

static int32_t divide(Eval *e, Operator op, int32_t a, int32_t b) {
  if (e->skip)
    return 0;
  if (!b)
    return fail(e, op == OP_DIV ? "divide by zero" : "modulo by zero");
  if (b == -1) /* the least number has no opposite */
    return op == OP_DIV ? (int32_t)-(uint32_t)a : 0;
  return op == OP_DIV ? a / b : a % b;
}

static int32_t apply(Eval *e, Operator op, int32_t a, int32_t b) {
  uint32_t ua = (uint32_t)a, ub = (uint32_t)b;
  switch (op) {
  case OP_NONE: break;
  case OP_LOR: return a || b;
  case OP_LAND: return a && b;
  case OP_OR: return (int32_t)(ua | ub);
  case OP_XOR: return (int32_t)(ua ^ ub);
  case OP_AND: return (int32_t)(ua & ub);
  case OP_EQ: return a == b;
  case OP_NE: return a != b;
  case OP_LE: return a <= b;
  case OP_LT: return a < b;
  case OP_GE: return a >= b;
  case OP_GT: return a > b;
  case OP_SHL: return (int32_t)(ua << (ub & 31));
  case OP_SHR: return a >> (ub & 31);
  case OP_ADD: return (int32_t)(ua + ub);
  case OP_SUB: return (int32_t)(ua - ub);
  case OP_MUL: return (int32_t)(ua * ub);
  case OP_DIV:
  case OP_MOD: return divide(e, op, a, b);
  case OP_POW: return power(e, a, b);
  }
  return 0;
}

static int32_t eval_binary(Eval *e, int binds);

static int32_t eval_unary(Eval *e) {
  skip_blanks(e);
  char c = *e->at;
  if (isdigit((unsigned char)c))
    return read_number(e);
  if (!c || !strchr("+-!~(", c))
    return fail(e, "bad expression");
  if (++e->depth > EVAL_DEPTH)
    return fail(e, "the expression nests too deep");
  e->at++;
  int32_t value = c == '(' ? eval_binary(e, 1) : eval_unary(e);
  e->depth--;
  if (c == '(') {
    skip_blanks(e);
    if (*e->at != ')')
      return fail(e, "a bracket is not closed");
    e->at++;
    return value;
  }
  return c == '-'   ? (int32_t)-(uint32_t)value
         : c == '!' ? !value
         : c == '~' ? ~value
                    : value;
}

/* The operator at hand if it binds at least so tight; moves behind it. */
static Operator take_operator(Eval *e, int least, int *binds) {
  skip_blanks(e);
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    size_t n = strlen(operators[i].sign);
    if (strncmp(e->at, operators[i].sign, n) != 0)
      continue;
    if (operators[i].binds < least)
      return OP_NONE;
    *binds = operators[i].binds;
    e->at += n;
    return operators[i].op;
  }
  return OP_NONE;
}

/* All operators group from the left, but `**`. */
static int32_t eval_binary(Eval *e, int least) {
  int32_t value = eval_unary(e);
  int binds = 0;
  Operator op;
  while (!e->fault && (op = take_operator(e, least, &binds)) != OP_NONE) {
    bool was_skipped = e->skip;
    if ((op == OP_LOR && value) || (op == OP_LAND && !value))
      e->skip = true;
    int32_t right = eval_binary(e, op == OP_POW ? binds : binds + 1);
    value = apply(e, op, value, e->skip && !was_skipped ? value : right);
    e->skip = was_skipped;
  }
  return value;
}

/* Wider than this a number is a mistake. */
enum { WIDTH_MAX = 1 << 16 };

/* The digits of a number in a radix, padded with zeros to a width. */
static void push_in_radix(Macros *m, const Call *call, int32_t value,
                          uint32_t radix, long width) {
  static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  char reversed[40];
  size_t n = 0;
  uint32_t rest = value < 0 ? -(uint32_t)value : (uint32_t)value;
  Buffer text = {0};
  if (value < 0)
    put_u8(&text, '-');
  if (radix == 1) {
    for (; rest && text.n <= WIDTH_MAX; rest--)
      put_u8(&text, '1');
  } else {
    do
      reversed[n++] = digits[rest % radix];
    while ((rest /= radix));
    for (long i = (long)n; i < width && i < WIDTH_MAX; i++)
      put_u8(&text, '0');
    while (n)
      put_u8(&text, (uint8_t)reversed[--n]);
  }
  engine_push_text(m, call, text.data, text.n);
  buffer_free(&text);
}

void builtin_eval(Macros *m, const Call *call) {
  size_t n;
  Eval e = {.at = call_text(m, call, 1, &n)};
  const char *text = e.at;
  long radix = 10, width = 1;
  if ((call_slice(call, 2).n && !call_number(m, call, 2, &radix)) ||
      (call_has(call, 3) && !call_number(m, call, 3, &width)))
    return;
  if (radix < 1 || radix > 36 || width < 0) {
    engine_error(m, call, "eval: the radix or the width is out of range");
    return;
  }
  skip_blanks(&e);
  int32_t value = *e.at ? eval_binary(&e, 1) : 0;
  skip_blanks(&e);
  if (!e.fault && *e.at)
    fail(&e, "excess input");
  if (e.fault)
    engine_error(m, call, "eval: %s: '%s'", e.fault, text);
  else
    push_in_radix(m, call, value, (uint32_t)radix, width);
}
