import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MIGRATIONS } from '../../src/db/migrate.ts'
import { statementsOf } from '../../src/db/statements.ts'

describe('the statements of a file of SQL', () => {
  test('end at a semicolon, and only where it ends something', () => {
    const sql = `
      -- a comment; with one
      create table a (b text default 'x;y''s');
      /* another; */ insert into a values ($$a;b$$), ($tag$;$$;$tag$);
      create function f() returns trigger language plpgsql as $$ begin return new; end $$;
      select "od;d" from a -- the last needs none
    `
    const statements = statementsOf(sql)
    expect(statements).toHaveLength(4)
    expect(statements[0]).toMatch(/^-- a comment; with one\n\s+create table a \(b text default 'x;y''s'\)$/)
    expect(statements[1]).toContain('($$a;b$$), ($tag$;$$;$tag$)')
    expect(statements[2]).toMatch(/end \$\$$/)
    expect(statements[3]).toContain('"od;d"')
  })

  test('are none where there are only comments, and no dollar sign in a name begins a body', () => {
    expect(statementsOf('-- nothing\n;;/* at all */;')).toEqual([])
    expect(statementsOf('select a$1; select 2')).toEqual(['select a$1', 'select 2'])
  })

  test('of every migration begin with a word of SQL', () => {
    const files = readdirSync(MIGRATIONS).map((name) => readFileSync(join(MIGRATIONS, name), 'utf8'))
    const words = files.flatMap(statementsOf).map((text) => /^(?:\s*--[^\n]*\n)*\s*(\w+)/.exec(text)?.[1])
    expect(words.length).toBeGreaterThan(files.length)
    expect(words.filter((word) => !/^(create|alter|drop|insert|update|delete|with)$/.test(word ?? ''))).toEqual([])
  })
})
