/**
 * The statements of a SQL file, in order, each without its semicolon. A semicolon inside a text, a quoted name, a body between
 * dollars or a comment ends nothing. Sent as one text, a file is one implicit block to PostgreSQL, in which Citus refuses what
 * it does statement by statement; so migrations are sent one statement at a time.
 *
 * No library: those that split SQL parse a dialect whole, and refuse what is new in the next PostgreSQL. Only what can hold a
 * semicolon is told apart here (PostgreSQL's manual, 4.1). Texts with escapes (`E'\''`) are not, and do not occur.
 */
export function statementsOf(sql: string): string[] {
  const statements: string[] = []
  let from = 0
  for (let at = 0; at < sql.length; ) {
    const end = endOfQuoted(sql, at)
    if (end > at) at = end
    else if (sql[at] === ';') {
      statements.push(sql.slice(from, at))
      from = ++at
    } else at++
  }
  statements.push(sql.slice(from))
  return statements.map((text) => text.trim()).filter((text) => !isOnlyComment(text))
}

/** Where what begins at `at` and may hold a semicolon ends; `at` itself where nothing of the kind begins. */
function endOfQuoted(sql: string, at: number): number {
  const after = (closing: string, from: number) => {
    const end = sql.indexOf(closing, from)
    return end < 0 ? sql.length : end + closing.length
  }
  switch (sql[at]) {
    case "'":
      return after("'", at + 1)
    case '"':
      return after('"', at + 1)
    case '-':
      return sql[at + 1] === '-' ? after('\n', at) : at
    case '/':
      return sql[at + 1] === '*' ? after('*/', at + 2) : at
    case '$': {
      DOLLARS.lastIndex = at
      const tag = DOLLARS.exec(sql)?.[0]
      return tag === undefined ? at : after(tag, at + tag.length)
    }
    default:
      return at
  }
}

/** `$$` or `$name$`, exactly where it is looked for. */
const DOLLARS = /\$(?:[A-Za-z_]\w*)?\$/y

function isOnlyComment(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, '').trim() === ''
}
