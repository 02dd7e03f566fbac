import { createServer } from 'vite'
import react from '@vitejs/plugin-react'
import { chromium } from '@playwright/test'
const server = await createServer({ root: '/work/wt-select', configFile: false, logLevel: 'error', plugins: [react()], resolve:{conditions:['onnxruntime-web-use-extern-wasm','module','browser','development|production']}, optimizeDeps: { entries: ['bench/select/index.html'], exclude:['onnxruntime-web'] }, server: { port: 0, host: '127.0.0.1', watch: null, hmr: false } })
await server.listen()
const url = server.resolvedUrls!.local[0] + 'bench/select/index.html'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const out='/tmp/sel-shots/'
for (const [w,h,scheme] of [[1440,900,'light'],[390,844,'dark'],[320,640,'light']] as const) {
  const page = await browser.newPage({ viewport: { width: w, height: h }, colorScheme: scheme })
  page.on('console', m => ['error','warning'].includes(m.type()) && console.log('CONSOLE', m.text().slice(0,300)))
  page.on('pageerror', e => console.log('PAGEERROR', String(e).slice(0,300)))
  await page.goto(url)
  await page.waitForFunction(() => 'selectBench' in window)
  await page.evaluate(f => window.selectBench.open(f), w>1000?'courtyard.png':'table.jpg')
  await page.waitForTimeout(1500)
  await page.screenshot({ path: `${out}${w}-brush.png` })
  await page.getByRole('button',{name:'Brush options'}).click(); await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}${w}-brushmenu.png` }); await page.keyboard.press('Escape')
  await page.getByRole('button',{name:'Selection tools'}).click(); await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}${w}-tools.png` }); await page.keyboard.press('Escape')
  await page.keyboard.press('w'); await page.waitForTimeout(200); await page.screenshot({ path: `${out}${w}-wand.png` })
  await page.getByRole('button',{name:'Selection', exact:true}).click(); await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}${w}-menu.png` }); await page.keyboard.press('Escape')
  await page.keyboard.press('o'); await page.waitForFunction(()=>window.selectBench.finder()==='ASKING'); await page.waitForTimeout(300)
  await page.screenshot({ path: `${out}${w}-ask.png` })
  if (w===1440) {
    const t=Date.now(); await page.evaluate(()=>window.selectBench.load())
    await page.waitForFunction(()=>['READY','BY_COLOUR'].includes(window.selectBench.finder()), undefined, {timeout:90000}); console.log('ready', Date.now()-t, await page.evaluate(()=>window.selectBench.finder()))
    const at=await page.evaluate(()=>window.selectBench.onScreen(2900,2300))
    await page.mouse.move(at.x,at.y); await page.waitForTimeout(2500); await page.screenshot({ path: `${out}${w}-hover.png` })
    await page.evaluate(()=>window.selectBench.watch()); await page.mouse.click(at.x,at.y); console.log('click',await page.evaluate(()=>window.selectBench.changed())); await page.waitForTimeout(800)
    await page.screenshot({ path: `${out}${w}-object.png` })
    await page.keyboard.press('l'); await page.mouse.move(200,200); await page.mouse.down(); for(let i=0;i<40;i++) await page.mouse.move(200+300*Math.sin(i/8),300-200*Math.cos(i/8)); await page.screenshot({ path: `${out}${w}-lasso.png` }); await page.mouse.up(); await page.waitForTimeout(600); await page.screenshot({ path: `${out}${w}-lasso2.png` })
  }
  await page.close()
}
await browser.close(); await server.close()
