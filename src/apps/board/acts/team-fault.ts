import { RequestFault } from '../api/request.ts'
import { useTerms } from '../ui/terms.ts'
import { useWords } from '../words/words.ts'

const HOME = ['busy', 'teams', 'away'] as const

/** Why there is no team, in the reader's words: the skills that are short, and how many stay at home for what. */
export function useTeamFault(): (error: Error | null) => Error | null {
  const { say } = useWords()
  const terms = useTerms()
  return (error) => {
    if (!(error instanceof RequestFault)) return error
    const { status, code, message: says, advice, details } = error
    const { skill, missing, home } = details
    const stay = HOME.flatMap((why) =>
      Number(details[why]) > 0 ? [say(`team.home.${why}`, { n: Number(details[why]) })] : [],
    )
    const named = {
      ...(typeof skill === 'string' && { skill: terms.slug(skill) }),
      // As the server writes it: `1 × boat, 2 × medical`.
      ...(typeof missing === 'string' && { missing: missing.replace(/(?<=× )[^,]+/g, (slug) => terms.slug(slug)) }),
      ...(home !== undefined && { home: stay.map((each) => say('team.home', { each })).join('') }),
    }
    return new RequestFault(status, { code, says, do: advice, details: { ...details, ...named } })
  }
}
