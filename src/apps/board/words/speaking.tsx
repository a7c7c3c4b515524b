import { type ReactNode, useMemo, useState } from 'react'
import { chosenLang, keepLang } from './lang.ts'
import { sayIn, WordsContext } from './words.ts'

/** Everything inside is said in the language that is chosen. */
export function Speaking({ children }: { children: ReactNode }) {
  const [lang, setLang] = useState(chosenLang)
  const words = useMemo(() => {
    const choose = (next: typeof lang) => {
      keepLang(next)
      setLang(next)
    }
    return { lang, say: sayIn(lang), choose }
  }, [lang])
  return <WordsContext value={words}>{children}</WordsContext>
}
