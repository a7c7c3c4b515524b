/**
 * What somebody decided of rows that had to be asked about, by line, or `all`. Who is meant: `same`, `other`, `leave`, or a code;
 * whether they still are one of the people: `take`, `gone`, `leave`. Both of one row: `same+take`.
 */
export type ImportAnswers = Readonly<Record<string, string>>

/** The row is left out. */
export const LEAVE = 'leave'
const STANDINGS = ['take', 'gone'] as const

export interface ImportAnswer {
  who?: string
  standing?: (typeof STANDINGS)[number] | typeof LEAVE
}

/** What was decided of a row: by its line, else of all. */
export function answerOn(answers: ImportAnswers, line: number): ImportAnswer {
  return { ...parts(answers.all), ...parts(answers[line]) }
}

function parts(answer: string | undefined): ImportAnswer {
  if (answer === undefined) return {}
  if (answer === LEAVE) return { who: LEAVE, standing: LEAVE }
  const standing = STANDINGS.find((each) => answer === each || answer.endsWith(`+${each}`))
  if (standing === undefined) return { who: answer }
  const who = answer.slice(0, -standing.length - 1)
  return { standing, ...(who ? { who } : {}) }
}
