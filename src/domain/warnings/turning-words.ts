/** What words make of a warning: that something is over or will not be, or that it was never meant. */
export type TurnedMeaning = 'lifted' | 'test'

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

/** Words that deny: "no flooding expected" is about floods as much as a warning of one. */
const DENIED_ZH = /(?<!非)(?:无|没有|暂无|不会(?:发生|出现|有))[^，。；、\s]{0,4}(?:洪|涝|险情|灾害|威胁|风险|危险)/u
const DENIED = [
  'no (?:[\\p{L}]+ ){0,3}(?:expected|anticipated|forecast|likely|threat|danger|risk)',
  'no (?:further )?(?:flood(?:s|ing)?|storms?|hazards?)',
  'not (?:expected|anticipated|forecast|likely)',
  'unlikely',
  'keine? (?:hochwasser|überflutung|gefahr|warnung)',
  'pas de (?:crue|risque|danger|vigilance)',
  'sin (?:riesgo|peligro|inundaci[oó]n(?:es)?)',
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
const DENIED_WORDS = words(DENIED)
const TEST_WORDS = words(TEST)

/**
 * Whether the event or the headline of an info has words that turn its meaning round. They decide nothing: fields of CAP do
 * that, and such words stand in warnings that hold as well ("road closures lifted"). They make it a question.
 */
export function turnOf(info: { event: string; headline: string | null }): TurnedMeaning | null {
  const text = `${info.event}\n${info.headline ?? ''}`.normalize('NFKC')
  if (TEST_ZH.test(text) || TEST_WORDS.test(text)) return 'test'
  const over = LIFTED_ZH.test(text) || LIFTED_WORDS.test(text)
  return over || DENIED_ZH.test(text) || DENIED_WORDS.test(text) ? 'lifted' : null
}
