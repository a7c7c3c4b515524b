import { Link } from '@tanstack/react-router'
import { useBoard } from '../api/board.ts'
import { searchOf } from '../looking.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import classes from './shell.module.css'

/** The way from the root down to what is looked at; each step of it leads there. */
export function Crumbs() {
  const { say, lang } = useWords()
  const { data: board } = useBoard()
  if (!board) return <div className={classes.crumbs} />
  const steps = [...board.path, ...(board.node === '' ? [] : [board.total])]
  return (
    <nav className={classes.crumbs} aria-label={say('shell.path')}>
      <ol>
        {steps.length === 0 && <li>{say('shell.whole')}</li>}
        {steps.map((step, i) => (
          <li key={step.node}>
            {i > 0 && <span aria-hidden="true">▸</span>}
            <Link
              to="/"
              search={(before) => ({ ...before, ...searchOf({ node: step.node }) })}
              className={classes.crumb}
              aria-current={i === steps.length - 1 ? 'page' : undefined}
            >
              {nameIn(lang, step)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
