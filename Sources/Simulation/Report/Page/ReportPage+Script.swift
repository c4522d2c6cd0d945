// Licensed under the Apache License, Version 2.0; see LICENSE.

extension ReportPage {
  /// What the page does.
  ///
  /// It unpacks the decisions, searches them, shows one as a card, and hands out tables as CSV. Texts
  /// of the data reach the page as text nodes alone.
  static let script = #"""

    'use strict';
    (() => {
      const page = document.documentElement;
      addEventListener('error', (event) => { page.dataset.error = event.message; });
      const $ = (id) => document.getElementById(id);
      const data = JSON.parse($('data').textContent);

      // An element with text and children; nothing is ever parsed as markup.
      function make(name, attributes, ...children) {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes || {})) {
          if (value !== null && value !== false) element.setAttribute(key, value);
        }
        element.append(...children.filter((child) => child !== null));
        return element;
      }

      // ---- Unpacking: five bits a character, the sixth says that more follow.
      const codes = new Uint8Array(128);
      [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
        .forEach((letter, code) => { codes[letter.charCodeAt(0)] = code; });
      function numbers(text) {
        const out = [];
        let value = 0;
        let unit = 1;
        for (let i = 0; i < text.length; i += 1) {
          const code = codes[text.charCodeAt(i)];
          value += (code & 31) * unit;
          if (code & 32) { unit *= 32; } else { out.push(value); value = 0; unit = 1; }
        }
        return out;
      }
      const signed = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);
      function ids(packed) {
        const flat = numbers(packed.ids);
        const out = [];
        let last = 0;
        for (let i = 0; i < flat.length; i += 2) {
          const [head, digits] = packed.shapes[flat[i]];
          last += signed(flat[i + 1]);
          out.push(digits ? head + String(last).padStart(digits, '0') : head);
        }
        return out;
      }

      const contacts = ids(data.contacts);
      const accounts = ids(data.accounts);
      const deals = ids(data.deals);
      const subjects = [];
      const flatSubjects = numbers(data.subjects);
      for (let i = 0; i < flatSubjects.length; i += 3) {
        subjects.push({
          contact: contacts[flatSubjects[i]],
          account: flatSubjects[i + 1] ? accounts[flatSubjects[i + 1] - 1] : null,
          deal: flatSubjects[i + 2] ? deals[flatSubjects[i + 2] - 1] : null,
        });
      }
      const patterns = data.patterns.map(([chain, verdict, reason, missing, statuses, flags]) => ({
        chain: data.chains[chain], chainNumber: chain, verdict: data.verdicts[verdict],
        reason: reason < 0 ? null : data.reasons[reason],
        missing: missing < 0 ? [] : data.missing[missing],
        statuses, flags: [...flags].map((letter) => codes[letter.charCodeAt(0)]),
      }));
      for (const pattern of patterns) {
        // How many numbers of the data column one decision of this pattern has.
        pattern.size = pattern.flags.reduce(
          (sum, flag) => sum + (flag & 4 ? 1 : 0) + (flag & 8 ? 1 : 0) + (flag & 16 ? 1 : 0), 0);
      }
      const rows = {};
      for (const [name, text] of Object.entries(data.rows)) rows[name] = numbers(text);
      const count = data.count;
      const dataAt = new Uint32Array(count + 1);
      const lostAt = new Uint32Array(count + 1);
      for (let row = 0, time = 0; row < count; row += 1) {
        time += signed(rows.t[row]);
        rows.t[row] = time;
        dataAt[row + 1] = dataAt[row] + patterns[rows.pattern[row]].size;
        lostAt[row + 1] = lostAt[row] + (rows.lost[lostAt[row]] ? 3 : 1);
      }

      // ---- Times on the bundle's clock.
      const two = (number) => String(number).padStart(2, '0');
      const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
      function local(seconds) {
        const at = data.from + seconds;
        let offset = 0;
        for (const [since, value] of data.offsets) {
          if (since <= at) offset = value; else break;
        }
        return new Date((at + offset) * 1000);
      }
      function day(seconds) {
        const date = local(seconds);
        return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
      }
      function time(seconds) {
        const date = local(seconds);
        const rest = date.getUTCSeconds() ? `:${two(date.getUTCSeconds())}` : '';
        return `${weekdays[date.getUTCDay()]} ${day(seconds)} `
          + `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${rest}`;
      }
      const until = (row) => (rows.until[row] ? rows.t[row] + signed(rows.until[row] - 1) : null);
      function earliest(row) {
        const code = rows.earliest[row];
        if (code < 2) return code ? until(row) : null;
        return rows.t[row] + signed(code - 2);
      }

      // ---- Search: every word must be found in what a decision is about or says.
      const texts = {
        subject: subjects.map((s) => [s.contact, s.account, s.deal].join(' ').toLowerCase()),
        pattern: patterns.map((p) =>
          [p.chain.name, p.chain.channel, p.chain.template, p.verdict, p.reason, ...p.missing,
            ...p.flags.map((flag, index) => (flag & 1 ? p.chain.guards[index][0] : ''))]
            .join(' ').toLowerCase()),
        sender: [''].concat(data.senders.map((name) => name.toLowerCase())),
      };
      const wanted = new Set();
      let found = [];
      let shown = 0;
      const block = 60;

      function search() {
        const words = $('q').value.toLowerCase().split(/\s+/).filter(Boolean);
        const tests = words.map((word) => {
          const has = (list) => list.map((text) => text.includes(word));
          const inSubject = has(texts.subject);
          const inPattern = has(texts.pattern);
          const inSender = has(texts.sender);
          const isDay = /^\d{4}(-\d\d?){0,2}-?$/.test(word);
          return (row) => inSubject[rows.subject[row]] || inPattern[rows.pattern[row]]
            || inSender[rows.sender[row]] || (isDay && day(rows.t[row]).startsWith(word));
        });
        found = [];
        for (let row = 0; row < count; row += 1) {
          if (wanted.size && !wanted.has(patterns[rows.pattern[row]].verdict)) continue;
          if (tests.every((test) => test(row))) found.push(row);
        }
        $('list').replaceChildren();
        shown = 0;
        more();
        const grouped = (number) => number.toLocaleString('en');
        const all = grouped(found.length);
        $('count').textContent = words.length || wanted.size
          ? `${all} of ${grouped(count)} decisions` : `${all} decisions, first to last`;
        page.dataset.found = found.length;
      }

      const reasonWords = (pattern) =>
        pattern.reason + (pattern.missing.length ? `: needs ${pattern.missing.join(', ')}` : '');
      function because(row) {
        const pattern = patterns[rows.pattern[row]];
        if (pattern.verdict === 'send') {
          return rows.sender[row] ? `from ${data.senders[rows.sender[row] - 1]}`
            : pattern.reason ?? '';
        }
        const end = until(row);
        return reasonWords(pattern) + (end === null ? '' : `, until ${time(end).slice(4)}`);
      }

      function more() {
        const next = found.slice(shown, shown + block);
        $('list').append(...next.map((row, index) => {
          const pattern = patterns[rows.pattern[row]];
          const button = make('button', {
            type: 'button', 'data-row': row, tabindex: shown + index === 0 ? 0 : -1,
          },
            make('span', { class: 'when' }, time(rows.t[row])),
            make('span', { class: 'who' }, subjects[rows.subject[row]].contact),
            make('span', { class: 'what' }, pattern.chain.name),
            make('span', { class: `verdict ${pattern.verdict}` }, pattern.verdict),
            make('span', { class: 'because' }, because(row)));
          return make('li', null, button);
        }));
        shown += next.length;
        $('more').hidden = shown >= found.length;
      }

      // ---- The card of one decision.
      const marks = { p: '✓', f: '✗', u: '?', e: '?', n: '–', r: '·', o: '○' };
      const statusWords = {
        p: 'passes', f: 'fails', u: 'unknown', e: 'can’t be computed', n: 'doesn’t apply',
        r: 'not reached', o: 'observed only',
      };
      function content(value) {
        if (value === null) return 'none';
        if (Array.isArray(value)) return 'unknown';
        if (typeof value !== 'string' || value[0] !== '~') return String(value);
        return value[1] === '~' ? value.slice(1) : time(parseInt(value.slice(1), 36));
      }
      function guards(row) {
        const pattern = patterns[rows.pattern[row]];
        let at = dataAt[row];
        return pattern.flags.map((flag, index) => {
          const [id, stage, expression, file, line] = pattern.chain.guards[index];
          const status = pattern.statuses[index];
          const guard = { id, stage: data.stages[stage], expression, file, line, status,
            blocks: Boolean(flag & 1), isReached: Boolean(flag & 2), values: [] };
          if (flag & 4) {
            const [paths, ...contents] = data.values[rows.data[at]];
            at += 1;
            guard.values = contents.map(
              (value, place) => `${data.paths[paths][place]} = ${content(value)}`);
          }
          if (flag & 8) { guard.flip = (until(row) ?? rows.t[row]) + signed(rows.data[at]); at += 1; }
          if (flag & 16) { guard.because = data.texts[rows.data[at]]; at += 1; }
          return guard;
        });
      }
      function guardItem(guard, index, all) {
        const quiet = guard.status === 'r' || guard.status === 'n';
        const kind = guard.blocks ? 'in-way' : guard.status === 'p' ? 'pass' : quiet ? 'quiet' : 'fail';
        const words = statusWords[guard.status] + (guard.blocks ? ' · in the way' : '');
        const isFirst = index === 0 || all[index - 1].stage !== guard.stage;
        return make('li', { class: kind },
          make('span', { class: 'stage' }, isFirst ? guard.stage : ''),
          make('span', { class: 'mark', 'aria-hidden': 'true' },
            guard.blocks && guard.status === 'r' ? '✗' : marks[guard.status]),
          make('div', null,
            make('b', null, guard.id), ` ${words}`,
            guard.expression ? make('code', null, guard.expression) : null,
            guard.values.length ? make('div', { class: 'values' }, guard.values.join(', ')) : null,
            guard.because ? make('div', null, guard.because) : null,
            guard.flip === undefined ? null
              : make('div', { class: 'values' }, `flips at ${time(guard.flip)}`)),
          make('span', { class: 'place' }, `${guard.file}:${guard.line}`));
      }
      const verdictWords = {
        send: 'It goes out.', wait: 'It waits', hold: 'It waits for somebody’s approval',
        skip: 'This step is dropped', stop: 'The enrolment ends',
      };

      let open = -1;
      function show(row) {
        open = row;
        const pattern = patterns[rows.pattern[row]];
        const subject = subjects[rows.subject[row]];
        const facts = [
          ['When', `${time(rows.t[row])}, ${data.zone}`],
          ['Company', subject.account], ['Deal', subject.deal],
          ['Channel', pattern.chain.channel],
          ['From', rows.sender[row] ? data.senders[rows.sender[row] - 1] : null],
          ['Reason', pattern.reason],
          ['Needs', pattern.missing.length ? pattern.missing.join(', ') : null],
          ['Until', until(row) === null ? null : time(until(row))],
          ['Earliest', earliest(row) === null ? null : time(earliest(row))],
        ];
        if (rows.lost[lostAt[row]]) {
          const at = lostAt[row];
          facts.push(['Lost to', `${contacts[rows.lost[at] - 1]} of `
            + `${data.reasons[rows.lost[at + 1]]}, who took the last place of `
            + `${data.limits[rows.lost[at + 2]]}`]);
        }
        const place = found.indexOf(row);
        const step = (label, offset) => {
          const next = found[place + offset];
          const button = make('button', {
            type: 'button', 'aria-label': label, disabled: next === undefined ? '' : null,
          }, offset < 0 ? '←' : '→');
          button.addEventListener('click', () => show(next));
          return button;
        };
        const close = make('button', { type: 'button' }, 'Close');
        close.addEventListener('click', () => $('card').close());
        const story = [];
        for (let other = 0; other < count; other += 1) {
          if (rows.subject[other] === rows.subject[row]
            && patterns[rows.pattern[other]].chainNumber === pattern.chainNumber) story.push(other);
        }
        const list = guards(row);
        const inWay = list.filter((guard) => guard.blocks).map((guard) => guard.id);
        const says = pattern.verdict === 'send' ? verdictWords.send
          : `${verdictWords[pattern.verdict]}: ${inWay.length ? inWay.join(', ') : pattern.reason}.`;
        $('card').replaceChildren(make('div', { class: 'card' },
          make('header', null,
            make('h4', { id: 'card-title' },
              make('span', { class: `verdict ${pattern.verdict}` }, pattern.verdict),
              ` ${subject.contact} · ${pattern.chain.name}`),
            step('The decision before', -1), step('The next decision', 1), close),
          make('p', { class: 'says' }, says),
          make('dl', null, ...facts.filter((fact) => fact[1] !== null)
            .flatMap(([name, value]) => [make('dt', null, name), make('dd', null, value)])),
          list.length ? make('h5', null, 'Guards, in the order in which they are asked') : null,
          make('ol', { class: 'guards' }, ...list.map(guardItem)),
          data.lean && pattern.verdict !== 'send'
            ? make('p', { class: 'note' }, 'Of so many decisions the page keeps values of guards '
              + 'in the way alone.') : null,
          make('h5', null, 'This message, decision by decision'),
          make('ol', { class: 'story' }, ...story.map((other) => {
            const button = make('button', { type: 'button',
              'aria-current': other === row ? 'true' : null },
              make('span', null, time(rows.t[other])),
              make('span', { class: `verdict ${patterns[rows.pattern[other]].verdict}` },
                patterns[rows.pattern[other]].verdict),
              make('span', { class: 'because' }, because(other)));
            button.addEventListener('click', () => show(other));
            return make('li', null, button);
          }))));
        if (!$('card').open) $('card').showModal();
        $('card').scrollTop = 0;
        page.dataset.card = row;
      }

      // ---- Hands and keys.
      const rowButtons = () => [...$('list').querySelectorAll('button')];
      function focusRow(button) {
        for (const other of $('list').querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
        button.tabIndex = 0;
        button.focus();
      }
      function move(offset) {
        const buttons = rowButtons();
        const here = buttons.indexOf(document.activeElement);
        if (here + offset < 0) { $('q').focus(); return; }
        if (here + offset >= buttons.length && shown < found.length) { more(); }
        const next = rowButtons()[here + offset];
        if (next) focusRow(next);
      }
      $('list').addEventListener('click', (event) => {
        const button = event.target.closest('button');
        if (button) { focusRow(button); show(Number(button.dataset.row)); }
      });
      $('list').addEventListener('keydown', (event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          move(event.key === 'ArrowDown' ? 1 : -1);
        }
      });
      $('q').addEventListener('input', search);
      $('q').addEventListener('keydown', (event) => {
        if (event.key === 'ArrowDown' && found.length) { event.preventDefault(); move(1); }
        if (event.key === 'Escape') { $('q').value = ''; search(); }
      });
      $('card').addEventListener('keydown', (event) => {
        const place = found.indexOf(open);
        const next = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? found[place + 1]
          : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? found[place - 1] : undefined;
        if (place >= 0 && next !== undefined) { event.preventDefault(); show(next); }
      });
      $('card').addEventListener('click', (event) => {
        if (event.target === $('card')) $('card').close();
      });
      $('card').addEventListener('close', () => {
        delete page.dataset.card;
        const button = $('list').querySelector(`[data-row="${open}"]`);
        if (button) focusRow(button);
      });
      $('more').addEventListener('click', more);
      for (const button of document.querySelectorAll('[data-verdict]')) {
        button.addEventListener('click', () => {
          const verdict = button.dataset.verdict;
          if (wanted.has(verdict)) wanted.delete(verdict); else wanted.add(verdict);
          button.setAttribute('aria-pressed', String(wanted.has(verdict)));
          search();
        });
      }
      addEventListener('keydown', (event) => {
        if (event.key === '/' && event.target !== $('q') && !$('card').open) {
          event.preventDefault();
          $('q').focus();
          $('q').select();
        }
      });

      // ---- Tables as CSV.
      const plain = (text) => (/^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text);
      function csv(table) {
        return [...table.rows].map((row) => [...row.cells]
          .filter((cell) => !cell.classList.contains('bar'))
          .map((cell) => `"${plain(cell.textContent.trim()).replaceAll('"', '""')}"`).join(','))
          .join('\r\n') + '\r\n';
      }
      for (const holder of document.querySelectorAll('[data-name]')) {
        const table = holder.matches('table') ? holder : holder.querySelector('table');
        const button = make('button', { type: 'button', class: 'csv' }, 'Save as CSV');
        button.addEventListener('click', () => {
          const link = make('a', { download: `${holder.dataset.name}.csv` });
          link.href = URL.createObjectURL(new Blob([csv(table)], { type: 'text/csv' }));
          link.click();
          URL.revokeObjectURL(link.href);
        });
        if (holder.matches('table')) holder.parentElement.after(button); else holder.append(button);
      }

      // ---- `#q=ana` searches, `#d=12` opens a decision; both may stand together.
      function follow() {
        const wish = new URLSearchParams(location.hash.slice(1));
        if (wish.has('q')) {
          $('q').value = wish.get('q');
          search();
          $('decisions').scrollIntoView();
        }
        const row = Number(wish.get('d') ?? -1);
        if (wish.has('d') && row >= 0 && row < count) show(row);
      }
      addEventListener('hashchange', follow);
      search();
      follow();
      page.dataset.ready = count;
    })();

    """#
}
