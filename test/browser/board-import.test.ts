import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { useScene } from '../harness/scene.ts'
import { BY_LOCALE, LOOKS, lookName, lookOver, turnTo, useSite } from '../harness/site.ts'
import { workbook } from '../harness/workbook.ts'

const MEMBERS = `编号,姓名,所在支部,手机,职务,备注
M1,张伟,U1,13800000001,党员,甲
M2,李娜,U1,13800000002,党员,乙
M3,王芳,U9,13800000003,党员,丙
M4,,U1,,党员,丁
`
/** Of each request while two columns are set: slower than they are set. */
const SLOW_MS = 400
const PLACES = 'name,lon,lat,people\nSchool,116.61,29.01,40\nHall,116.62,29.01,60\nFar away,10,10,5\n'

describe('importing a file in the browser', () => {
  const scene = useScene()
  const site = useSite(() => ({ db: scene.db, clock: scene.world.clock }))

  const send = (page: Page, name: string, text: string) =>
    page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  const people = () => scene.rows<{ name: string }>('person', "code like 'M%'")

  test('a file of members is looked through, read, looked at row by row, and accepted', async () => {
    const page = await site.open('/import')
    await page.getByText('No file was imported yet.', { exact: false }).waitFor()
    await send(page, 'members.csv', MEMBERS)
    await page.waitForURL('**/import/*')
    expect(await page.getByLabel('What the column 姓名 is read as').inputValue()).toBe('field name')
    expect(await page.getByLabel('What the column 备注 is read as').inputValue()).toBe('not')
    await page.getByRole('button', { name: 'Read the file' }).click()
    await page.getByText('nothing known has the unit "U9"').waitFor()
    expect(await people()).toEqual([])
    await page.getByRole('tab', { name: 'New 2' }).click()
    await page.getByRole('cell', { name: '张伟 M1' }).waitFor()
    await page.getByText('2 new, 0 changed. 2 rows that could not be placed are left out.', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Accept and write' }).click()
    await page.getByText('It is written: 2 new, 0 changed.').waitFor()
    expect((await people()).map((p) => p.name).sort()).toEqual(['张伟', '李娜'])
    // What could not be placed stays to be worked through.
    expect(await page.getByRole('link', { name: 'All of them as CSV' }).getAttribute('href')).toContain(
      'state=unplaced',
    )
    expect(site.complaints).toEqual([])
  })

  test('is gone on with by its address: the columns that were chosen are still chosen', async () => {
    const page = await site.open('/import')
    await send(page, 'members.csv', MEMBERS.replace('姓名', 'Kto'))
    await page.getByLabel('Read as', { exact: true }).selectOption('People')
    await page.getByText('Still to be chosen: the column for “Name”.').waitFor()
    expect(await page.getByRole('button', { name: 'Read the file' }).isDisabled()).toBe(true)
    await page.getByLabel('What the column Kto is read as').selectOption('Name (needed)')
    await page.getByText('Still to be chosen', { exact: false }).waitFor({ state: 'detached' })
    const other = await site.open(page.url().slice(site.base.length))
    await other.getByRole('button', { name: 'Read the file' }).waitFor()
    expect(await other.getByLabel('What the column Kto is read as').inputValue()).toBe('field name')
    await other.goto(`${site.base}/import`)
    await other.getByRole('link', { name: 'members.csv' }).click()
    await other.getByRole('button', { name: 'Read the file' }).click()
    await other.getByText('What was read').waitFor()
  })

  test('places have to be said what they are; what lies nowhere is told, and dropping it leaves nothing', async () => {
    const page = await site.open('/import', { locale: 'zh-CN' })
    await send(page, 'buildings.csv', PLACES)
    await page.getByText('还需指定：地点类别', { exact: false }).waitFor()
    await page.getByLabel('地点类别').selectOption({ label: '安置点' })
    await page.getByRole('button', { name: '读取文件', exact: true }).click()
    await page.getByText('不在任何已知区域内').waitFor()
    await page.getByRole('button', { name: '放弃并删除文件' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '放弃并删除文件' }).click()
    await page.getByText('已放弃，未写入任何内容。').waitFor()
    expect(await scene.rows('place', "name = 'School'")).toEqual([])
  })

  test('a list of leave is told from a list of members, and says who is away', async () => {
    const page = await site.open('/import', { locale: 'zh-CN' })
    await send(
      page,
      'leave.csv',
      '工号,请假类型,开始日期,结束日期\nP1-1,病假,2030-07-10,2030-07-12\nP9-9,,2030-07-10,\n',
    )
    await page.waitForURL('**/import/*')
    expect(await page.getByLabel('读取为').locator('option:checked').textContent()).toBe('请假')
    await page.getByRole('button', { name: '读取文件', exact: true }).click()
    await page.getByText('没有“人员”为“P9-9”的记录').waitFor()
    for (const look of LOOKS.filter((each) => each.locale === 'zh-CN')) {
      await turnTo(page, look)
      expect(await lookOver(page, lookName('import-leave', look))).toEqual([])
    }
    await page.getByRole('button', { name: '确认并写入' }).click()
    await page.getByText('已写入：新增1，变更0。').waitFor()
    expect(await scene.rows('absence', `person = '${scene.id('P1-1')}'`)).toMatchObject([{ kind: 'away' }])
    expect(site.complaints).toEqual([])
  })

  test.each([...BY_LOCALE])(
    'an encoding that the bytes do not tell is chosen by how names read (%s)',
    async (locale, looks) => {
      const page = await site.open('/import', { locale })
      const zh = locale === 'zh-CN'
      const big5 = Buffer.concat([
        Buffer.from('code,name,unit\nM1,'),
        Buffer.from('b3afa7d3bba8', 'hex'),
        Buffer.from(',U1\n'),
      ])
      await page.setInputFiles('input[type=file]', { name: 'members.csv', mimeType: 'text/csv', buffer: big5 })
      await page
        .getByText(zh ? '哪一种显示正确？' : 'Which of these reads right?')
        .first()
        .waitFor()
      for (const look of looks) {
        await turnTo(page, look)
        expect(await lookOver(page, lookName('import-encoding', look))).toEqual([])
      }
      await page.getByRole('radio', { name: '陳志豪' }).check()
      await page.getByRole('button', { name: zh ? '按此编码读取' : 'Read it so' }).click()
      await page.getByLabel(zh ? '文字编码' : 'Encoding', { exact: true }).waitFor()
      expect(await page.getByLabel(zh ? '读取为' : 'Read as', { exact: true }).inputValue()).toBe('people')
      await page.getByRole('button', { name: zh ? '读取文件' : 'Read the file', exact: true }).click()
      await page.getByRole('cell', { name: '陳志豪 M1' }).waitFor()
      expect(site.complaints).toEqual([])
    },
  )

  test.each([...BY_LOCALE])(
    'which part of a workbook is read is shown, and another is chosen (%s)',
    async (locale, looks) => {
      const page = await site.open('/import', { locale })
      const zh = locale === 'zh-CN'
      const heads = ['编号', '姓名', '所在支部', '备注']
      const book = await workbook({
        sheets: [
          { name: '旧名单', rows: [heads, ['M9', '旧人', 'U1']], state: 'hidden' },
          { name: '名单', rows: [['党员名册'], heads, ['M1', '张伟', 'U1', '甲'], ['合计', '1人']] },
        ],
      })
      await page.setInputFiles('input[type=file]', { name: 'members.xlsx', mimeType: '', buffer: Buffer.from(book) })
      await page.getByRole('button', { name: zh ? '读取文件' : 'Read the file', exact: true }).click()
      await page.getByText(zh ? '未读取的列：备注。' : 'Columns that are not read: 备注.').waitFor()
      await page.getByRole('tab', { name: zh ? '已修正' : 'Mended' }).click()
      await page.getByText(zh ? '合计行不读取' : 'a total is left out', { exact: false }).waitFor()
      for (const look of looks) {
        await turnTo(page, look)
        expect(await lookOver(page, lookName('import-workbook', look))).toEqual([])
      }
      const headers = page.getByLabel(zh ? '表头所在行' : 'Headers on line')
      expect(await headers.inputValue()).toBe('2')
      await headers.fill('3')
      await headers.press('Enter')
      await page.getByRole('cell', { name: '张伟' }).first().waitFor()
      await page
        .getByLabel(zh ? '工作表' : 'Sheet', { exact: true })
        .selectOption(zh ? '旧名单（隐藏）' : '旧名单 (hidden)')
      await page.getByRole('cell', { name: '旧人' }).first().waitFor()
      expect(site.complaints).toEqual([])
    },
  )

  test('columns that are set quickly one after another, over a slow line, are all set', async () => {
    const page = await site.open('/import')
    await send(page, 'members.csv', MEMBERS)
    const means = (column: string) => page.getByLabel(`What the column ${column} is read as`)
    await means('手机').waitFor()
    await page.route('**/imports/*', async (route) => {
      await sleep(SLOW_MS)
      await route.continue()
    })
    const given = ['编号', '手机', '所在支部']
    for (const column of given) await means(column).selectOption('not')
    const shown = async () => Promise.all(given.map((column) => means(column).inputValue()))
    await expect.poll(shown).toEqual(['not', 'not', 'not'])
    await page.reload()
    await means('手机').waitFor()
    expect(await shown()).toEqual(['not', 'not', 'not'])
    expect(await means('姓名').inputValue()).toBe('field name')
    expect(site.complaints).toEqual([])
  })

  test('a file that cannot be read is refused with what helps', async () => {
    const page = await site.open('/import')
    await send(page, 'broken.geojson', '{"type": "FeatureCollection", "features": [')
    await page.getByRole('alert').getByText('cannot be read', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    site.complaints.length = 0
  })

  test.each([...BY_LOCALE])('reads well, wide and narrow (%s)', async (locale, looks) => {
    const page = await site.open('/import', { locale })
    await send(page, 'members.csv', MEMBERS)
    await page.getByRole('button', { name: locale === 'zh-CN' ? '读取文件' : 'Read the file', exact: true }).click()
    await page.getByRole('tab').first().waitFor()
    await page.getByRole('cell').first().waitFor()
    for (const at of ['import-draft', 'import']) {
      if (at === 'import') {
        await page.goto(`${site.base}/import`)
        await page.getByRole('link', { name: 'members.csv' }).waitFor()
      }
      for (const look of looks) {
        await turnTo(page, look)
        expect(await lookOver(page, lookName(at, look))).toEqual([])
      }
    }
    expect(site.complaints).toEqual([])
  })
})
