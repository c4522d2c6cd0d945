// Licensed under the Apache License, Version 2.0; see LICENSE.

extension ReportPage {
  /// How the page looks.
  ///
  /// Series colours stay apart for people who don't see red or green; every
  /// colour repeats a word or a number.
  static let style = """

    :root {
      color-scheme: light dark;
      --paper: #fff; --wash: #f5f6f8; --line: #dfe3e8; --ink: #1a1f26; --soft: #59636e;
      --accent: #0a5bb5; --good: #1b7340; --warn: #8f5200; --bad: #b3261e;
      --s0: #a7afb8; --s1: #2f6db3; --s2: #e08a1e; --s3: #2f9e83; --s4: #b6538e; --s5: #d9bd2c;
      --s6: #66b5e0; --s7: #8a5a2b;
      --h0: #eef0f3; --h1: #d3e2f3; --h2: #a9c8e8; --h3: #6fa3d6; --h4: #3a7abd; --h5: #0f4c8c;
      --on-light: #1a1f26; --on-dark: #fff;
      --bound: #c2410c;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171b; --wash: #1c2026; --line: #333a43; --ink: #e8ebef; --soft: #a0a9b4;
        --accent: #7db4f5; --good: #6fce97; --warn: #f0b35c; --bad: #ff8f86;
        --s0: #6b7480; --s1: #6ba4e6; --s2: #f0a955; --s3: #58c4a8; --s4: #dd86bb; --s5: #e6d162;
        --s6: #9bd3f2; --s7: #c79a6b;
        --h0: #22272e; --h1: #17324f; --h2: #1d4a79; --h3: #2c69a8; --h4: #5394d8; --h5: #a5cdf7;
        --on-light: #0d1013; --on-dark: #fff;
        --bound: #fb8a4e;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 12px; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%;
    }
    .wide { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
    .jump { position: absolute; left: -999px; }
    .jump:focus { left: 8px; top: 8px; background: var(--paper); padding: 8px; z-index: 9; }
    .hidden {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    }
    a { color: var(--accent); text-underline-offset: 2px; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    code, kbd { font: 0.9em ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; }
    kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; }
    small { color: var(--soft); font-weight: 400; font-size: 14px; }

    header.top { background: var(--wash); padding-top: 56px; }
    .kicker { margin: 0 0 4px; color: var(--soft); font-size: 14px; }
    h1 { font-size: 36px; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 20px; }
    .lead { font-size: 21px; line-height: 1.45; max-width: 44em; margin: 0 0 12px; }
    .facts { color: var(--soft); margin: 0 0 36px; }
    nav {
      border-top: 1px solid var(--line); border-bottom: 1px solid var(--line);
      background: var(--wash);
    }
    nav .wide { display: flex; flex-wrap: wrap; gap: 0 32px; }
    nav a { padding: 12px 0; text-decoration: none; font-weight: 500; }
    nav a:hover { text-decoration: underline; }
    .badge {
      background: var(--accent); color: var(--paper); border-radius: 9px; padding: 1px 7px;
      font-size: 13px;
    }

    section { padding-top: 56px !important; }
    h2 { font-size: 28px; letter-spacing: -0.01em; line-height: 1.2; margin: 0 0 24px; }
    h3 { font-size: 18px; margin: 44px 0 12px; line-height: 1.3; }
    h3 small { margin-left: 8px; }
    figure { margin: 0; }
    figure h3 { margin-top: 44px; }
    .note, .explain, .empty { color: var(--soft); font-size: 14px; }
    .explain { max-width: 62em; }
    .explain b { color: var(--ink); }
    .calm { font-size: 18px; color: var(--good); }

    .figures {
      display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 28px 32px;
      margin: 0;
    }
    .figures div { border-top: 2px solid var(--ink); padding-top: 10px; }
    .figures dt { font-size: 14px; color: var(--soft); }
    .figures dd { margin: 0; }
    .figures strong {
      display: block; font-size: 34px; line-height: 1.2; letter-spacing: -0.02em; font-weight: 600;
    }
    .figures span { font-size: 14px; color: var(--soft); }

    svg.plot { display: block; overflow: visible; }
    svg.scaled { width: calc(100% - 36px); margin-left: 36px; }
    svg .scale { text-anchor: end; }
    svg .grid { stroke: var(--line); }
    svg .axis { stroke: var(--soft); }
    svg text { font-size: 12px; fill: var(--soft); font-family: inherit; }
    .key, svg.shares { vertical-align: -1px; }
    svg.shares { display: block; }
    .s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); }
    .s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s5 { fill: var(--s5); }
    .s6 { fill: var(--s6); } .s7 { fill: var(--s7); }
    .bound { fill: var(--bound); }
    .g1 { fill: var(--s1); } .g2 { fill: var(--s0); }
    .f1 { fill: var(--s3); } .f2 { fill: var(--s5); } .f3 { fill: var(--s2); }
    .f4 { fill: var(--s4); } .f5 { fill: var(--s0); }
    .h0 { fill: var(--h0); } .h1 { fill: var(--h1); } .h2 { fill: var(--h2); }
    .h3 { fill: var(--h3); } .h4 { fill: var(--h4); } .h5 { fill: var(--h5); }
    svg g:hover rect { opacity: 0.75; }
    .heat text { text-anchor: middle; font-size: 11px; }
    .heat text.tick { text-anchor: start; font-size: 12px; }
    .heat .n1, .heat .n2 { fill: var(--ink); }
    .heat .n3, .heat .n4 { fill: var(--on-light); }
    .heat .n4, .heat .n5 { fill: var(--on-dark); }
    @media (prefers-color-scheme: dark) {
      .heat .n3 { fill: var(--on-dark); }
      .heat .n4, .heat .n5 { fill: var(--on-light); }
    }
    .heat { display: grid; grid-template-columns: 36px 1fr; }
    .heat ol {
      list-style: none; margin: 0; padding: 0; font-size: 12px; line-height: 24px;
      color: var(--soft);
    }
    .legend {
      list-style: none; margin: 0 0 16px; padding: 0; display: flex; flex-wrap: wrap;
      gap: 4px 20px; font-size: 14px;
    }
    .legend .key { margin-right: 7px; }
    .legend b { font-weight: 500; color: var(--soft); }
    .pair { display: grid; grid-template-columns: 2fr 3fr; gap: 0 48px; }
    .pair.stacked { grid-template-columns: 1fr; }
    .smalls {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 24px 40px;
    }
    .small figcaption { font-size: 14px; margin-bottom: 6px; }
    .small figcaption span { color: var(--soft); float: right; }
    .limits .small figcaption span { float: none; display: block; }
    .small .note { margin: 6px 0 0; }
    .funnels {
      display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 28px 48px;
    }
    .funnel table { width: 100%; border-collapse: collapse; font-size: 14px; margin-top: 6px; }
    .funnel th { text-align: left; font-weight: 400; width: 38%; padding: 3px 12px 3px 0; }
    .funnel td { text-align: right; padding: 3px 0 3px 12px; white-space: nowrap; }
    .funnel td.bar { width: 40%; padding: 3px 0; }
    .funnel .note { margin: 6px 0 0; }

    .scroll { overflow-x: auto; }
    .numbers { font-size: 14px; margin-top: 8px; }
    .numbers summary { color: var(--soft); cursor: pointer; width: max-content; }
    .numbers .scroll { max-height: 340px; overflow-y: auto; margin-top: 8px; }
    table { border-collapse: collapse; }
    .numbers th, .numbers td, .data th, .data td {
      text-align: right; padding: 5px 0 5px 20px; font-size: 14px; white-space: nowrap;
      border-bottom: 1px solid var(--line); font-weight: 400;
    }
    .numbers th:first-child, .data th:first-child { text-align: left; padding-left: 0; }
    .numbers thead th, .data thead th {
      color: var(--soft); position: sticky; top: 0; background: var(--paper); font-size: 13px;
    }
    .data { width: 100%; }
    .data.short { width: auto; }
    .data .text { text-align: left; }
    .data th small { display: block; font-size: 12px; line-height: 1.3; }
    .data td.bar { width: 15%; min-width: 110px; }
    .tax th, .tax td { padding-left: 12px; }
    .tax thead th { white-space: normal; vertical-align: bottom; }
    .tax td.bar { width: 12%; min-width: 84px; }
    .data td.nil { color: var(--soft); opacity: 0.6; }
    button.csv, #more, .search button, dialog button {
      font: inherit; font-size: 14px; color: var(--ink); background: var(--paper);
      border: 1px solid var(--line); border-radius: 6px; padding: 5px 12px; cursor: pointer;
    }
    button.csv { color: var(--soft); font-size: 13px; padding: 2px 9px; margin-top: 8px; }
    button:hover:enabled { border-color: var(--soft); }
    button:disabled { opacity: 0.45; cursor: default; }

    .expectations, .plain { list-style: none; padding: 0; margin: 0; }
    .expectations li {
      display: grid; grid-template-columns: 64px 1fr auto; gap: 4px 12px; padding: 8px 0;
      border-bottom: 1px solid var(--line); align-items: baseline;
    }
    .expectations code { overflow-wrap: anywhere; }
    .expectations b { display: block; font-size: 14px; }
    .expectations p { margin: 4px 0 0; }
    .plain li { padding: 3px 0; }
    .counter { color: var(--bad); font-size: 14px; }
    .place { color: var(--soft); font-size: 13px; }
    .verdict { font-weight: 600; font-size: 14px; }
    .holds, .send { color: var(--good); }
    .fails, .stop { color: var(--bad); }
    .hold { color: var(--warn); }
    .wait, .skip { color: var(--soft); }

    .search { display: flex; flex-wrap: wrap; gap: 12px; }
    #q {
      font: inherit; flex: 1 1 340px; min-width: 0; padding: 9px 12px; color: var(--ink);
      background: var(--paper); border: 1px solid var(--soft); border-radius: 6px;
    }
    .verdicts { display: flex; flex-wrap: wrap; gap: 6px; }
    .search button { padding: 8px 12px; }
    .search button[aria-pressed="true"] {
      border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent);
    }
    .list { list-style: none; margin: 0 0 16px; padding: 0; border-top: 1px solid var(--line); }
    .list button {
      all: unset; box-sizing: border-box; display: grid; width: 100%; cursor: pointer;
      grid-template-columns: 180px minmax(80px, 2fr) minmax(160px, 4fr) 52px minmax(150px, 6fr);
      gap: 0 20px; padding: 7px 8px; font-size: 14px; border-bottom: 1px solid var(--line);
    }
    .list button:hover { background: var(--wash); }
    .list button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
    .list span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .list .when, .list .because { color: var(--soft); }

    dialog {
      width: min(820px, 100vw); max-height: 92vh; padding: 0; color: var(--ink);
      background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
      box-shadow: 0 16px 60px #0005;
    }
    dialog::backdrop { background: #0007; }
    .card { padding: 24px 28px 28px; }
    .card header { display: flex; gap: 8px; align-items: start; }
    .card h4 { font-size: 22px; line-height: 1.25; margin: 0 auto 4px 0; font-weight: 600; }
    .card h5 { font-size: 15px; margin: 24px 0 4px; }
    .card .says { font-size: 16px; margin: 4px 0 14px; }
    .card dl {
      display: grid; grid-template-columns: max-content 1fr; gap: 3px 20px; margin: 0;
      font-size: 14px;
    }
    .card dt { color: var(--soft); }
    .card dd { margin: 0; overflow-wrap: anywhere; }
    .guards { list-style: none; margin: 0; padding: 0; font-size: 14px; }
    .guards li {
      display: grid; grid-template-columns: 70px 18px 1fr auto; gap: 0 8px; padding: 6px 8px 6px 0;
      border-bottom: 1px solid var(--line);
    }
    .guards .mark { font-weight: 700; }
    .guards .in-way { background: color-mix(in srgb, var(--bad) 7%, transparent); }
    .guards .in-way .mark, .guards .fail .mark { color: var(--bad); }
    .guards .pass .mark { color: var(--good); }
    .guards .quiet, .guards .stage { color: var(--soft); }
    .guards .stage { font-size: 13px; padding-left: 8px; }
    .guards code { display: block; overflow-wrap: anywhere; white-space: pre-wrap; }
    .guards .values { color: var(--soft); overflow-wrap: anywhere; }
    .guards .place { text-align: right; }
    .story { list-style: none; margin: 0; padding: 0; font-size: 14px; }
    .story button {
      all: unset; cursor: pointer; display: grid; width: 100%; padding: 3px 0;
      grid-template-columns: 180px 52px 1fr; gap: 0 12px;
    }
    .story [aria-current] { font-weight: 600; }

    footer { color: var(--soft); font-size: 14px; padding-top: 72px !important;
      padding-bottom: 56px !important; }

    @media (max-width: 900px) {
      .pair { grid-template-columns: 1fr; }
    }
    @media (max-width: 640px) {
      .wide { padding: 0 16px; }
      header.top { padding-top: 32px; }
      h1 { font-size: 27px; }
      .lead { font-size: 18px; }
      nav .wide { gap: 0 20px; }
      nav a { padding: 9px 0; font-size: 15px; }
      .figures { grid-template-columns: 1fr 1fr; gap: 20px; }
      .figures strong { font-size: 28px; }
      .tick.minor { display: none; }
      .heat .n1, .heat .n2, .heat .n3, .heat .n4, .heat .n5 { font-size: 9px; }
      .funnels { grid-template-columns: 1fr; }
      .expectations li { grid-template-columns: 52px 1fr; }
      .expectations .place { grid-column: 2; }
      .data th:first-child { position: sticky; left: 0; background: var(--paper); z-index: 1;
        min-width: 110px; white-space: normal; }
      .list button { grid-template-columns: 1fr auto; gap: 0 12px; padding: 9px 0; }
      .list .when { order: 1; }
      .list .verdict { order: 2; }
      .list .who { order: 3; }
      .list .what { order: 4; text-align: right; }
      .list .because { order: 5; grid-column: 1 / 3; }
      dialog { width: 100vw; max-width: 100vw; height: 100dvh; max-height: 100dvh; border: 0;
        border-radius: 0; margin: 0; }
      .card { padding: 16px; }
      .card header { flex-wrap: wrap; justify-content: end; }
      .card h4 { flex: 1 1 100%; order: 1; font-size: 20px; }
      .guards .stage { padding-left: 0; }
      .guards li { grid-template-columns: 18px 1fr; }
      .guards .stage { grid-column: 1 / 3; }
      .guards .stage:empty { display: none; }
      .guards .place { grid-column: 2; text-align: left; }
      .story button { grid-template-columns: 1fr auto; }
      .story .because { grid-column: 1 / 3; color: var(--soft); }
      .keys { display: none; }
    }
    @media print {
      :root { --paper: #fff; --ink: #000; --soft: #444; --wash: #fff; }
      body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      nav, .jump, .search, #list, #more, #count, .numbers, button.csv, .keys { display: none; }
      header.top { padding-top: 0; }
      section { break-before: auto; padding-top: 24pt !important; }
      h2, h3 { break-after: avoid; }
      figure, tr, .figures div { break-inside: avoid; }
      .scroll { overflow: visible; }
      .data th, .data td { font-size: 8.5pt; padding-left: 8pt; white-space: normal; }
      #decisions { display: none; }
    }

    """
}
