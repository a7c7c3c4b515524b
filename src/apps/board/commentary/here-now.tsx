import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useBoard } from '../api/board.ts'
import { nameIn } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import classes from './commentary.module.css'

/** What stands where one looks, in the figures of the picture: each opens its rows, as there. */
export function HereNow() {
  const { say, lang } = useWords()
  const { data: board } = useBoard()
  if (!board || board.total.required === 0) return null
  const { required, nobody, unheld, late } = board.total
  const figures = [
    { way: 'nobody', n: nobody },
    { way: 'few', n: unheld - nobody },
    { way: 'late', n: late },
  ] as const
  return (
    <p className={classes.now}>
      {say('comment.now', { name: nameIn(lang, board.total) })} {say('comment.now.asked', { count: required })}
      {figures.map(({ way, n }) => {
        const told = say(`sure.${way}`, { count: n })
        if (n === 0) return null
        return (
          <span key={way}>
            {' · '}
            {board.above ? (
              told
            ) : (
              <Anchor
                component={Link}
                to={'/lists/gaps' as never}
                search={{ sure: way } as never}
                size="sm"
                underline="always"
              >
                {told}
              </Anchor>
            )}
          </span>
        )
      })}
    </p>
  )
}
