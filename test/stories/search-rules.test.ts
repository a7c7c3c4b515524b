import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choose } from '../../src/domain/search/choose.ts'
import { fold } from '../../src/domain/search/fold.ts'
import { isClose, slipsOf, slipsTyped } from '../../src/domain/search/forgive-slips.ts'
import { looksFor } from '../../src/domain/search/look-where.ts'
import { keysOf } from '../../src/domain/search/make-keys.ts'
import { soundsOf } from '../../src/domain/search/sound.ts'

/** Whether a name has a key in what is looked through first for this. */
const leadsTo = (typed: string, name: string, further: string[] = []) => {
  const keys = keysOf('person', name, further)
  return looksFor(typed).plain.some((range) => keys.some((key) => key >= range.from && key < range.to))
}

describe('texts are compared', () => {
  test.each([
    ['ＡＢＣ１２', 'abc12'],
    ['Lê Thị·Hồng', 'le thihong'],
    ["Le'an  Town", 'lean town'],
    ['昌江左堤 K12+500 – K13+000', '昌江左堤k12+500 k13+000'],
    ['阿卜杜拉·买买提', '阿卜杜拉买买提'],
    ['김 민준', '김 민준'],
    ['हिन्दी', 'हिन्दी'],
    ['RW 09 / RT-2', 'rw 09 rt 2'],
  ])('%s as %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
    expect(fold(folded)).toBe(folded)
  })
})

describe('a name is found', () => {
  const han = fc.array(fc.constantFrom(...'张王李赵陈家建军村镇港圩曾长乐大小东西'), { minLength: 1, maxLength: 8 })

  test('by any stretch of its characters, and by the pinyin and initials of all of it', () => {
    fc.assert(
      fc.property(han, fc.nat(), fc.nat(), (characters, a, b) => {
        const name = characters.join('')
        const from = a % characters.length
        const stretch = characters.slice(from, from + 1 + (b % (characters.length - from))).join('')
        expect(leadsTo(stretch, name)).toBe(true)
        for (const syllables of soundsOf(fold(name), true)) {
          expect(leadsTo(syllables.join(''), name)).toBe(true)
          expect(leadsTo(syllables.join(' '), name)).toBe(true)
          expect(leadsTo(syllables.map((s) => s.charAt(0)).join(''), name)).toBe(true)
        }
      }),
    )
  })

  test('by how any of its words begins', () => {
    const word = fc.stringMatching(/^[a-zé]{1,9}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (words, a, b) => {
        const chosen = words[a % words.length] as string
        expect(leadsTo(chosen.slice(0, 1 + (b % chosen.length)), words.join(' '))).toBe(true)
      }),
    )
  })

  test('by what it is called in another language', () => {
    expect(leadsTo('shuang', '双港镇', ['Shuanggang Town'])).toBe(true)
    expect(leadsTo('town', '双港镇', ['Shuanggang Town'])).toBe(true)
  })

  test('whatever is typed: nothing of it is taken for a pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (typed) => {
        const { plain, patient } = looksFor(typed)
        for (const range of [...plain, ...patient]) {
          expect(range.from < range.to).toBe(true)
          expect(() => new RegExp(range.key + range.name)).not.toThrow()
        }
      }),
    )
  })
})

describe('one slip', () => {
  const letters = fc.stringMatching(/^[a-e]{4,12}$/)
  const slip = fc.tuple(
    fc.constantFrom('wrong', 'missing', 'too many', 'swapped'),
    fc.nat(),
    fc.constantFrom(...'abcde'),
  )

  test('anywhere in a word, or in its beginning, leads to the word', () => {
    fc.assert(
      fc.property(letters, fc.nat(), slip, (word, cut, [what, at, letter]) => {
        const typed = slipIn(word.slice(0, 4 + (cut % (word.length - 3))), what, at, letter)
        fc.pre(typed.length >= 4)
        expect(isClose(typed, word)).toBe(true)
        const kept = new Set(slipsOf(word))
        expect(slipsTyped(typed).some((each) => kept.has(each))).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is not two', () => {
    expect(isClose('satnoos', 'santoso')).toBe(false)
    expect(isClose('sntso', 'santoso')).toBe(false)
    expect(isClose('bidu', 'budi')).toBe(false)
  })

  function slipIn(word: string, what: string, n: number, letter: string): string {
    const at = n % word.length
    const [before, after] = [word.slice(0, at), word.slice(at)]
    if (what === 'missing') return before + after.slice(1)
    if (what === 'too many') return before + letter + after
    if (what === 'wrong') return before + letter + after.slice(1)
    return before + after.charAt(1) + after.charAt(0) + after.slice(2)
  }
})

describe('what is shown', () => {
  const found = (kind: 'person' | 'unit' | 'area', n: number, rank: number) =>
    Array.from({ length: n }, (_, i) => ({ kind, id: `${kind}${i}`, rank }))

  test('is the best first, each thing once, by its best', () => {
    const twice = [...found('area', 2, 5), ...found('person', 1, 3), ...found('area', 1, 0)]
    expect(choose(twice, 9).map((c) => [c.id, c.rank])).toEqual([
      ['area0', 0],
      ['person0', 3],
      ['area1', 5],
    ])
  })

  test('of what fits alike, some of each kind; seats that one kind leaves go to the others in their order', () => {
    const alike = [...found('area', 1, 1), ...found('unit', 20, 1), ...found('person', 20, 1)]
    const kinds = choose(alike, 12).map((c) => c.kind)
    expect(Object.entries(Object.groupBy(kinds, (k) => k)).map(([k, n]) => [k, n?.length])).toEqual([
      ['person', 7],
      ['unit', 4],
      ['area', 1],
    ])
    expect(choose([...alike, ...found('area', 2, 0)], 1).map((c) => c.rank)).toEqual([0])
  })
})
