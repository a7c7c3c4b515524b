import { Button, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { NextShape } from '../../client/picture.ts'
import { useActs } from '../acts/use-acts.ts'
import { usePlaybookWords } from '../api/playbooks.ts'
import { RowMenu } from '../ui/row-menu.tsx'
import { StateMark } from '../ui/state.tsx'
import { SubjectLink } from '../ui/subject-link.tsx'
import { nameIn } from '../words/format.ts'
import { useFormat } from '../words/use-format.ts'
import { sayCode, useWords } from '../words/words.ts'
import classes from './picture.module.css'

type Group = z.output<typeof NextShape>['groups'][number]

/** Gaps that one act ends: a section by itself by its name, or so many households of a village; why, since when, what helps. */
export function GapRow({ district, group, now }: { district: string; group: Group; now: number }) {
  const { say, lang } = useWords()
  const format = useFormat()
  const playbook = usePlaybookWords()
  const acts = useActs()
  const [only] = group.gaps
  const unheld = group.kinds.includes('unheld')
  const area = nameIn(lang, { name: group.areaName, names: group.areaNames })
  const { gaps } = group
  const kind = sayCode(say, 'place', group.placeKind)
  const list = { district, campaign: group.campaign, area: group.area, rule: group.rule }
  const one = group.n === 1 && only
  return (
    <li className={classes.item}>
      <StateMark state={unheld ? (group.nobody === 0 ? 'few' : 'unheld') : 'late'} size={18} />
      <span className={classes.what}>
        {one ? (
          <SubjectLink kind="place" id={one.subject} name={one.place} />
        ) : (
          say('next.many', { n: format.number(group.n), kind })
        )}
        <span className={classes.why}> · {area}</span>
      </span>
      <span className={classes.why}>
        {playbook.rule(group.playbook, group.rule)} · <Why group={group} now={now} />
      </span>
      <span className={classes.acts}>
        {unheld && (
          <Button
            variant="filled"
            onClick={() =>
              acts.call({
                district,
                campaign: group.campaign,
                playbook: group.playbook,
                gaps,
                n: group.n,
                area,
                areaCode: group.area,
              })
            }
          >
            {say('next.do.call')}
          </Button>
        )}
        {unheld && (
          <Button
            onClick={() => acts.plan({ district, campaign: group.campaign, areas: [group.area], n: group.n, area })}
          >
            {say('next.do.plan')}
          </Button>
        )}
        {!unheld && only && (
          <Button
            onClick={() =>
              acts.callHolders({ district, campaign: group.campaign, gaps, area, n: group.n, areaCode: group.area })
            }
          >
            {say('next.do.again')}
          </Button>
        )}
        <RowMenu>
          <Menu.Item
            onClick={() => acts.give({ district, campaign: group.campaign, playbook: group.playbook, gaps, area })}
          >
            {say('next.do.give')}
          </Menu.Item>
          {unheld && group.n > 1 && (
            <Menu.Item
              onClick={() =>
                acts.split({ district, campaign: group.campaign, gaps, area, n: group.n, areaCode: group.area })
              }
            >
              {say('next.do.split')}
            </Menu.Item>
          )}
          <Menu.Item component={Link} to={'/lists/gaps' as never} search={list as never}>
            {say('next.do.list', { n: format.number(group.n) })}
          </Menu.Item>
        </RowMenu>
      </span>
    </li>
  )
}

/** In words: nobody, or how many are missing, or what was not heard; and since when, or how long is left. */
function Why({ group, now }: { group: Group; now: number }) {
  const { say } = useWords()
  const format = useFormat()
  const unheld = group.kinds.includes('unheld')
  const parts: string[] = []
  const { n, nobody, missing } = group
  if (unheld && nobody === n) parts.push(say('next.nobody'))
  else if (unheld) {
    if (nobody > 0) parts.push(say('next.nobody-some', { n: format.number(nobody) }))
    parts.push(say('next.missing', { count: missing }))
  }
  if (!unheld) parts.push(say('next.late'))
  const due = group.due?.getTime()
  if (!unheld && due !== undefined && due <= now) parts.push(say('next.due', { for: format.length(now - due) }))
  else if (group.starts.getTime() > now)
    parts.push(say('next.begins', { for: format.length(group.starts.getTime() - now) }))
  else parts.push(say('next.since', { for: format.length(Math.max(0, now - group.since.getTime())) }))
  return parts.join(' · ')
}
