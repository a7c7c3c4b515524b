import type { Lang } from './table.ts'

/** Under which name the browser keeps the language that was chosen. */
const STORED = 'muster.lang'

/** The language that the address asks for, or that was last chosen here, or the browser's. */
export function chosenLang(): Lang {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(STORED) ?? navigator.language
  return asked.startsWith('zh') ? 'zh' : 'en'
}

/** Keeps a language that was chosen for later visits, and tells the page that it is in it now. */
export function keepLang(lang: Lang): void {
  localStorage.setItem(STORED, lang)
  tellLang(lang)
}

/** Tells whoever reads the page aloud which language it is in. */
export function tellLang(lang: Lang): void {
  document.documentElement.lang = lang === 'zh' ? 'zh-Hans' : 'en'
}
