// The reports as a browser shows them, against the JSON of the same estimate.
//
// Each check is a function that throws. Times are only compared with each other:
// a machine is slow or fast, a ratio is neither.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kanjo-browser-"));
const kanjo = (...args) =>
  execFileSync(process.env.KANJO, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });

// Digits in, digits out: sums of the JSON's own numbers, as tenths of 10^-20.
const digits = (text) => {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole + part.padEnd(20, "0").slice(0, 20));
  return text.startsWith("-") ? -size : size;
};
const shown = (sum) => {
  const cents = (sum + 5n * 10n ** 17n) / 10n ** 18n;
  return `${(cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",")}.${(cents % 100n).toString().padStart(2, "0")}`;
};
/** The charges of an estimate; costs as text, which JSON.parse would round. */
const charges = (...args) => {
  const text = kanjo("estimate", ...args, "--format", "json");
  const json = JSON.parse(text.replace(/"cost": ?(-?[\d.]+)/g, '"cost":"$1"'));
  return { json, list: json.charges.map((c) => ({ ...c, cost: digits(c.cost) })) };
};
const sum = (list) => list.reduce((sum, c) => sum + c.cost, 0n);
const page_of = (name, ...args) => {
  const file = join(folder, name);
  kanjo(...args, "--out", file);
  return "file://" + file;
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Opens a page that may say nothing on the console and ask nobody for anything. */
const open = async (url, options, look) => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) said.push("asks for " + request.url());
  });
  await page.goto(url);
  await look(page);
  assert.deepEqual(said, []);
  await context.close();
};
const texts = (page, selector) => page.locator(selector).allTextContents();
const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const PAGES = [["commercial-production", "en"], ["commercial-production", "ja"],
  ["seventy-percent", "en"], ["seventy-percent", "ja"], ["event-day", "en"], ["maintenance-page", "ja"]];
for (const [system, lang] of PAGES) {
  page_of(`${system}-${lang}.html`, "estimate", `examples/${system}`, "--format", "html", "--lang", lang);
}

const checks = {
  "the screen says what the JSON says, in both languages": async () => {
    for (const [system, lang] of PAGES) {
      const { json, list } = charges(`examples/${system}`);
      await open("file://" + join(folder, `${system}-${lang}.html`), {}, async (page) => {
        assert.equal(await page.getAttribute("html", "lang"), lang);
        assert.equal(await page.textContent("#total"), "USD " + shown(sum(list)));
        const rows = await texts(page, "#rows tbody tr td:last-child");
        assert.equal(rows.length, Math.min(100, list.length));
        if (json.unset_usage.length) {
          assert.equal(await page.textContent("#unset"), String(json.unset_usage.length));
          assert.equal(await page.locator("#not-counted tr").count(), json.unset_usage.length);
        }
        // Every name of the bill is on the page.
        const text = await page.textContent("body");
        for (const c of list) assert.ok(text.includes(c.resource), c.resource);
        assert.ok(lang === "en" || /[ぁ-ん]/.test(text), "Japanese");
        assert.ok(lang === "ja" || !/[ぁ-ん]/.test(text), "no Japanese");
        const services = new Map();
        for (const c of list) services.set(c.service_code, (services.get(c.service_code) ?? 0n) + c.cost);
        if (services.size > 1) {
          for (const name of await texts(page, "#by-service tbody th a")) {
            const row = page.locator("#by-service tbody tr", { has: page.locator(`a:text-is("${name}")`) });
            const [text, cost] = [await row.locator("td.number").first().textContent(), services.get(name)];
            // What is below a cent keeps four digits.
            if (cost > 0n && cost < 10n ** 18n) assert.ok(Math.abs(Number(text) - Number(cost) / 1e20) < 1e-5, name);
            else assert.equal(text, shown(cost), name);
          }
        }
      });
    }
  },

  "bars are as long as their numbers": async () => {
    const { list } = charges("examples/seventy-percent");
    const totals = ["dev", "prod", "qa"].map((env) => sum(list.filter((c) => c.environment === env)));
    await open("file://" + join(folder, "seventy-percent-en.html"), {}, async (page) => {
      const largest = totals.reduce((a, b) => (a > b ? a : b));
      for (const [i, env] of ["dev", "prod", "qa"].entries()) {
        const row = page.locator("#by-environment tbody tr", { has: page.locator(`a:text-is("${env}")`) });
        const box = await row.locator("rect").first().boundingBox();
        const chart = await row.locator("svg").boundingBox();
        const share = Number((totals[i] * 1000n) / largest);
        assert.ok(Math.abs(box.width / chart.width * 1000 - share) < 3, `${env} ${box.width} of ${chart.width}`);
      }
      // The office week: five days of twelve hours, and what the scenario saves.
      assert.equal(await page.locator("#week .day .on").count(), 5);
      const saved = JSON.parse(kanjo("scenarios", "examples/seventy-percent", "--format", "json"))
        .scenarios.find((s) => s.name === "office-window").delta;
      const dd = await page.locator("#week .saved dd").first().textContent();
      assert.equal(dd, "USD " + shown(digits(String(-saved))));
    });
  },

  "scenarios and crossings are those of their commands": async () => {
    const args = ["examples/event-day"];
    const scenarios = JSON.parse(kanjo("scenarios", ...args, "--format", "json")).scenarios;
    await open("file://" + join(folder, "event-day-en.html"), {}, async (page) => {
      const rows = await texts(page, "#scenarios tbody td:nth-child(3)");
      assert.deepEqual(rows.slice(1), scenarios.map((s) => shown(digits(String(s.total)))));
      const sweep = JSON.parse(kanjo("sweep", ...args, "--driver", "acu=0.5..8", "--format", "json"));
      const plain = sweep.crossings.find((c) => c.cheaper_above === "plain" && c.cheaper_below === "serverless");
      const said = (await texts(page, ".curve .said")).join("\n");
      assert.ok(said.includes(`acu = ${plain.at.toFixed(6).replace(/0+$/, "")}`), said);
      assert.ok(await page.locator(".curve polyline").count() > 1);
      assert.ok(await page.locator(".curve .cross").count() > 0);
    });
  },

  "filter, order and address work together": async () => {
    const { list } = charges("examples/maintenance-page");
    const url = "file://" + join(folder, "maintenance-page-ja.html");
    await open(url + "#env=staging", {}, async (page) => {
      const staging = list.filter((c) => c.environment === "staging");
      const status = () => page.textContent("#shown");
      assert.ok((await status()).includes(`USD ${shown(sum(staging))}`), await status());
      assert.equal(await page.inputValue("select[name=env]"), "staging");
      assert.equal(await page.locator("#rows tbody tr").count(), staging.length);
      await page.fill("input[name=q]", "nat");
      const nat = staging.filter((c) => /nat/.test([c.environment, c.service_code, c.resource, c.meter].join(" ").toLowerCase()));
      assert.equal(await page.locator("#rows tbody tr").count(), nat.length);
      assert.ok(page.url().includes("env=staging") && page.url().includes("q=nat"), page.url());
      await page.fill("input[name=q]", "");
      // By keyboard alone: cost, largest first.
      await page.focus("#rows th[data-key=cost] button");
      await page.keyboard.press("Enter");
      assert.equal(await page.getAttribute("#rows th[data-key=cost]", "aria-sort"), "descending");
      const costs = (await texts(page, "#rows tbody tr td:last-child")).map((text) => digits(text.replace(/,/g, "")));
      assert.deepEqual(costs, [...costs].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
      await page.keyboard.press("Enter");
      assert.equal(await page.getAttribute("#rows th[data-key=cost]", "aria-sort"), "ascending");
      await page.locator("#rows .open").first().click();
      assert.equal(await page.locator("#rows .how").count(), 1);
      // A row of the chart is a link to its lines.
      await page.click('#by-environment a:text-is("production")');
      const production = list.filter((c) => c.environment === "production");
      assert.ok((await status()).includes(shown(sum(production))), await status());
    });
  },

  "light and dark, wide and narrow": async () => {
    const url = "file://" + join(folder, "seventy-percent-ja.html");
    const paper = {};
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1100, 360]) {
        await open(url, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
          assert.equal(await overflow(page), 0, `${width}`);
          paper[colorScheme] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        });
      }
    }
    assert.notEqual(paper.light, paper.dark);
  },

  "it prints on A4": async () => {
    await open("file://" + join(folder, "commercial-production-en.html"), { colorScheme: "dark" }, async (page) => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
      assert.ok(!(await page.isVisible("#filter")));
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const sizes = [...pdf.matchAll(/\/MediaBox \[([^\]]+)\]/g)].map((m) => m[1].trim().split(/\s+/).map(Number));
      assert.ok(sizes.length > 0 && sizes.every(([, , w, h]) => Math.round(w) === 595 && Math.round(h) === 842), String(sizes));
    });
    const sheet = page_of("ringi.html", "estimate", "examples/commercial-production", "--format", "ringi", "--lang", "ja",
      "--set", "billing={fx: {currency: JPY, rate: 155, date: 2026-11-20}, tax: {aws: 10 %}}");
    await open(sheet, {}, async (page) => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      assert.equal([...pdf.matchAll(/\/Type \/Page\b/g)].length, 1, "one page");
    });
  },

  "a name is never markup": async () => {
    const file = join(folder, "kanjo.yaml");
    writeFileSync(file, `version: 1\nproject: "<img src=x onerror=alert(1)>"\nregion: ap-northeast-1\n` +
      `environments: {"</script><b>": {}, "a&b c#=%": {}}\nresources: {nat: {type: aws.nat_gateway, data: 1 GB}}\n`);
    const url = page_of("names.html", "estimate", file, "--format", "html");
    await open(url, {}, async (page) => {
      assert.equal(await page.textContent("h1"), "<img src=x onerror=alert(1)>");
      assert.equal(await page.locator("img").count(), 0);
      await page.click('#by-environment a:has-text("a&b")');
      assert.equal(await page.inputValue("select[name=env]"), "a&b c#=%");
      assert.equal(await page.locator("#rows tbody tr").count(), 3);
    });
  },

  "the pages beside the report have the numbers of their JSON": async () => {
    const bill = ["--month", "2026-07", "--actual", "examples/tokyo-actuals/bill"];
    const of = {
      reconcile: ["reconcile", "examples/tokyo-actuals", ...bill],
      sweep: ["sweep", "examples/event-day/database.yaml", "--driver", "acu=0.5..8"],
      scenarios: ["scenarios", "examples/event-day"],
      timeline: ["offhours", "timeline", "examples/seventy-percent", "--at", "2026-11-25T12:00"],
    };
    for (const lang of ["en", "ja"]) for (const [name, args] of Object.entries(of)) {
      const url = page_of(`${name}-${lang}.html`, ...args, "--format", "html", "--lang", lang);
      for (const colorScheme of ["light", "dark"]) for (const width of [1280, 375]) {
        await open(url, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
          assert.equal(await overflow(page), 0, `${name} ${lang} ${width}`);
          // No two texts of a chart lie on each other.
          const labels = await page.locator("svg.plot text").evaluateAll((all) =>
            all.map((text) => text.getBoundingClientRect()).map(({ x, y, right, bottom }) => ({ x, y, right, bottom })));
          for (const [i, a] of labels.entries()) for (const b of labels.slice(i + 1)) {
            const across = Math.min(a.right, b.right) - Math.max(a.x, b.x);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y);
            assert.ok(across <= 1 || down <= 4, `${name} ${width}: ${JSON.stringify([a, b])}`);
          }
        });
      }
    }
    const json = JSON.parse(kanjo(...of.reconcile, "--format", "json"));
    await open("file://" + join(folder, "reconcile-ja.html"), {}, async (page) => {
      const steps = await texts(page, "#waterfall tbody td:nth-child(3)");
      const all = [json.estimated, ...Object.values(json.causes), json.actual];
      assert.equal(steps.length, all.length);
      assert.equal(steps.at(-1), json.actual.toFixed(2));
      // Drawn to scale: the widths of the first and the last bar end where the sums do.
      const ends = await page.locator("#waterfall rect").evaluateAll((all) =>
        all.map((bar) => Number(bar.getAttribute("x")) + Number(bar.getAttribute("width"))));
      assert.ok(ends.at(-1) > ends[0] === json.actual > json.estimated, String(ends));
    });
  },

  "10,000 lines open and are filtered": async () => {
    const resources = Array.from({ length: 1000 }, (_, i) =>
      `  web-${i}: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: ${(i % 7) + 1}}\n  nat-${i}: {type: aws.nat_gateway, data: ${(i % 90) + 1} GB}\n`);
    const file = join(folder, "large.yaml");
    writeFileSync(file, `version: 1\nregion: ap-northeast-1\nenvironments: {production: {}, staging: {}}\nresources:\n${resources.join("")}`);
    const { list } = charges(file);
    assert.equal(list.length, 10_000);
    const url = page_of("large.html", "estimate", file, "--format", "html");
    await open(url, {}, async (page) => {
      assert.equal(await page.locator("#rows tbody tr").count(), 100);
      assert.ok((await page.textContent("#shown")).includes(shown(sum(list))));
      await page.fill("input[name=q]", "web-77 staging");
      const found = list.filter((c) => c.environment === "staging" && c.resource.includes("web-77"));
      assert.equal(await page.locator("#rows tbody tr").count(), found.length);
      assert.ok((await page.textContent("#shown")).includes(shown(sum(found))));
      await page.fill("input[name=q]", "");
      await page.click("#next");
      assert.ok((await page.textContent("#page")).includes("2"));
    });
    const small = page_of("thousand.html", "estimate", file, "--format", "html", "--env", "staging");
    // A key typed in ten times the lines takes a small multiple of the time.
    const typed = async (url) => {
      let least = Infinity;
      await open(url, {}, async (page) => {
        least = await page.evaluate(() => {
          const field = document.querySelector("input[name=q]");
          const times = ["w", "we", "web", "web-7", "nat", "n", ""].map((text) => {
            const from = performance.now();
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            document.body.getBoundingClientRect();
            return performance.now() - from;
          });
          return times.sort((a, b) => a - b)[3];
        });
      });
      return least;
    };
    const tenth = join(folder, "tenth.yaml");
    writeFileSync(tenth, `version: 1\nregion: ap-northeast-1\nenvironments: {production: {}, staging: {}}\nresources:\n${resources.slice(0, 100).join("")}`);
    const few = page_of("few.html", "estimate", tenth, "--format", "html");
    const [thousand, ten] = [await typed(few), await typed(url)];
    console.log(`      a key: ${thousand.toFixed(1)} ms of 1,000 lines, ${ten.toFixed(1)} ms of 10,000, ${(ten / thousand).toFixed(1)} times`);
    assert.ok(ten < thousand * 20, `${ten} of ${thousand} ms`);
    const size = readFileSync(small.slice(7)).length / 5;
    assert.ok(size < 500_000, `${size} bytes for 1,000 lines`);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.stack}`);
  }
}
await browser.close();
rmSync(folder, { recursive: true });
process.exit(failed ? 1 : 0);
