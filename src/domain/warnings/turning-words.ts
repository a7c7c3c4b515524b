/** What words make of a warning: that something is over, or that it was never meant. */
export type Turn = 'lifted' | 'test'

/** Words of lifting. Chinese is written without spaces; a "not" before one takes it back. */
const LIFTED_ZH = /(?<!未|不|没有|勿)(?:解除|取消|撤销|撤消|终止|结束|失效)/u
const LIFTED = [
  'lifted',
  'cancell?ed',
  'cancell?ation',
  'cancel',
  'all[ -]clear',
  'no longer (?:in (?:effect|force)|valid|active)',
  'ended',
  'has expired',
  'expired',
  'terminated',
  'withdrawn',
  'rescinded',
  'revoked',
  'discontinued',
  'entwarnung',
  'aufgehoben',
  'aufhebung',
  'levée',
  'fin (?:de |d.)(?:alerte|alerta|vigilance|aviso)',
  '(?:cancelad|levantad|finalizad)[ao]',
  'отмен[её]но',
  'отмена',
]

const TEST_ZH = /(?<!不是|并非|非)(?:测试|演练|演习|试验)/u
const TEST = [
  'tests?',
  'testing',
  'drill',
  'training',
  'exercise(?!\\s+(?:[\\p{L}]+\\s+){0,2}(?:caution|care|vigilance|restraint|judge?ment))',
  'exercice',
  'übung',
  'probealarm',
  'simulacro',
  'simulation',
]

/** Whole words: "contest" is no test and "extended" has not ended. */
const words = (list: readonly string[]) =>
  new RegExp(
    `(?<![\\p{L}])(?<!\\b(?:not|never)(?:\\s+(?:a|an|yet|been|be)){0,2}\\s)(?:${list.join('|')})(?![\\p{L}])`,
    'iu',
  )

const LIFTED_WORDS = words(LIFTED)
const TEST_WORDS = words(TEST)

/**
 * Whether the event or the headline of an info has words that turn its meaning round. They decide nothing: fields of CAP do
 * that, and such words stand in warnings that hold as well ("road closures lifted"). They make it a question.
 */
export function turnOf(info: { event: string; headline: string | null }): Turn | null {
  const text = `${info.event}\n${info.headline ?? ''}`.normalize('NFKC')
  if (TEST_ZH.test(text) || TEST_WORDS.test(text)) return 'test'
  return LIFTED_ZH.test(text) || LIFTED_WORDS.test(text) ? 'lifted' : null
}
