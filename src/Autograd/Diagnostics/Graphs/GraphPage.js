'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent), steps = data.steps;
  const nodes = new Map(data.nodes.map(node => [node.index, { ...node, users: [] }]));
  for (const node of nodes.values()) {
    for (const operand of new Set(node.operands)) nodes.get(operand)?.users.push(node.index);
  }

  const svg = document.getElementById('graph'), view = document.getElementById('view'), details = document.getElementById('details');
  const boxes = new Map([...svg.querySelectorAll('.node')].map(box => [Number(box.dataset.node), box]));
  const edges = [...svg.querySelectorAll('.edge')], stubs = [...svg.querySelectorAll('.stub')];
  const width = Number(svg.dataset.width), height = Number(svg.dataset.height);

  // Panning and zooming.
  let scale = 1, left = 0, top = 0, start = null, moved = false;
  const show = () => view.setAttribute('transform', `translate(${left.toFixed(2)} ${top.toFixed(2)}) scale(${scale.toFixed(4)})`);
  const zoom = (factor, x = svg.clientWidth / 2, y = svg.clientHeight / 2) => {
    const next = Math.min(4, Math.max(0.05, scale * factor));
    left = x - (x - left) * next / scale;
    top = y - (y - top) * next / scale;
    scale = next;
    show();
  };
  const fit = smallest => {
    const whole = Math.min(svg.clientWidth / width, svg.clientHeight / height, 1.25);
    scale = Math.max(whole * 0.98, smallest);
    left = (svg.clientWidth - width * scale) / 2;
    top = scale > whole ? 8 : (svg.clientHeight - height * scale) / 2;
    if (width * scale > svg.clientWidth) left = 8;
    show();
  };
  const bringIntoView = index => {
    const frame = svg.getBoundingClientRect(), box = boxes.get(index).getBoundingClientRect();
    if (box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom) return;
    left += frame.left + frame.width / 2 - (box.left + box.right) / 2;
    top += frame.top + frame.height / 2 - (box.top + box.bottom) / 2;
    show();
  };

  svg.addEventListener('wheel', event => {
    event.preventDefault();
    const frame = svg.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });
  svg.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    start = { x: event.clientX - left, y: event.clientY - top, atX: event.clientX, atY: event.clientY };
    moved = false;
  });
  svg.addEventListener('pointermove', event => {
    if (!start) return;
    if (!moved) {
      if (Math.hypot(event.clientX - start.atX, event.clientY - start.atY) < 4) return;
      // Captured only now: a captured pointer would take the click away from the node under it.
      moved = true;
      svg.setPointerCapture(event.pointerId);
      svg.classList.add('dragged');
    }
    left = event.clientX - start.x;
    top = event.clientY - start.y;
    show();
  });
  const release = () => { start = null; svg.classList.remove('dragged'); };
  svg.addEventListener('pointerup', release);
  svg.addEventListener('pointercancel', release);

  // The details of a node.
  const element = (name, text = '', style = '') => {
    const made = document.createElement(name);
    made.textContent = text;
    if (style) made.className = style;
    return made;
  };
  const table = rows => {
    const made = element('table');
    for (const [label, value, style] of rows) {
      const row = made.insertRow();
      row.append(element('th', label), element('td', value, style));
    }
    return made;
  };
  const links = (heading, indices) => {
    if (indices.length === 0) return [];
    const list = element('ul');
    for (const index of indices) {
      const item = element('li'), node = nodes.get(index);
      if (node) {
        const link = element('a', `${node.title} %${index}`);
        link.href = `#n${index}`;
        item.append(link, element('span', ` ${node.shape}`, 'quiet'));
      } else {
        item.textContent = `%${index} (not shown)`;
      }
      list.append(item);
    }
    return [element('h3', heading), list];
  };
  const describe = node => {
    const part = node.adjoint ? 'adjoint part' : 'forward part';
    const shape = node.elements === 1 ? `${node.shape}, 1 element` : `${node.shape}, ${node.elements.toLocaleString('en')} elements`;
    const content = [
      element('h2', node.title),
      element('p', `%${node.index} · ${node.kind.toLowerCase()} · ${part}`, 'quiet'),
      element('code', node.equation),
      ...node.why.split('\n').filter(why => why).map(why => element('p', why, 'quiet')),
      table([
        ['operation', node.operation],
        ['shape', shape],
        ...(node.site ? [['recorded at', node.site]] : []),
        ['cost', node.multiplyAdds === 0 ? 'none' : `${node.multiplyAdds.toLocaleString('en')} multiply-add${node.multiplyAdds === 1 ? '' : 's'}, ${node.bytes} moved`],
      ]),
      element('h3', 'Values'),
    ];
    content.push(node.values
      ? table([
        ['min', node.values.min],
        ['mean', node.values.mean],
        ['max', node.values.max],
        ['NaN', node.values.nan === 0 ? 'none' : `${node.values.nan.toLocaleString('en')} of ${node.elements.toLocaleString('en')}`, node.values.nan ? 'warning' : ''],
        ['first', node.values.first],
      ])
      : element('p', 'can no longer be computed: a parameter was updated since', 'quiet'));
    content.push(
      ...links('Operands', node.operands),
      ...links('Used by', node.users),
      ...links('Cotangent', node.cotangent < 0 ? [] : [node.cotangent]),
      ...(nodes.has(node.cotangent) ? [element('code', nodes.get(node.cotangent).equation)] : []),
      ...links('Cotangent of', node.cotangentOf));
    for (const step of node.steps.map(index => steps[index])) {
      const others = step.nodes.filter(index => index !== node.index);
      content.push(
        element('h3', 'Plan'),
        element('p', `${step.text}, ${step.name}${others.length > 0 ? ', with' : ''}`),
        ...links('', others).slice(1),
        element('p', step.cost, 'quiet'));
    }
    details.replaceChildren(...content);
  };
  const legend = () => {
    const list = element('dl', '', 'legend');
    const kinds = [['variable', 'variable or parameter'], ['constant', 'constant, indices'], ['elementwise', 'element by element: diagonal Jacobian'],
      ['view', 'view: the same elements, no work'], ['kernel', 'a kernel of its own: products, sums']];
    for (const [kind, text] of kinds) {
      const sample = element('dt');
      sample.innerHTML = `<svg width="34" height="20"><g class="node ${kind}"><rect x="2" y="2" width="30" height="16" rx="5"/></g></svg>`;
      list.append(sample, element('dd', text));
    }
    details.replaceChildren(
      element('h2', 'A recorded program'),
      element('p', 'Click a node to see its values and where it comes from. Drag to move, turn the wheel to zoom, Escape to let go.'),
      element('h3', 'Colours'), list,
      ...(steps.length > 0 ? [element('p', 'By step: what one step of a plan computes, in one pass over memory, has one colour and the number plan.step. What no plan computed keeps the colour of its kind, faded.')] : []),
      element('h3', 'When a node is selected'),
      element('p', 'Blue edges bring its operands, orange ones carry its value on; its cotangent has a dashed border.'));
  };

  const select = index => {
    for (const box of boxes.values()) box.classList.remove('selected', 'cotangent');
    for (const edge of edges) edge.classList.remove('used', 'uses');
    const node = nodes.get(index);
    svg.classList.toggle('selecting', Boolean(node));
    if (!node) {
      for (const stub of stubs) stub.classList.remove('named');
      legend();
      return;
    }
    boxes.get(index).classList.add('selected');
    boxes.get(node.cotangent)?.classList.add('cotangent');
    for (const other of node.cotangentOf) boxes.get(other)?.classList.add('cotangent');
    for (const edge of edges) {
      if (Number(edge.dataset.to) === index) edge.classList.add('used');
      if (Number(edge.dataset.from) === index) edge.classList.add('uses');
    }
    for (const stub of stubs) stub.classList.toggle('named', Number(stub.dataset.node) === index);
    describe(node);
    bringIntoView(index);
  };
  const selectFromAddress = () => select(Number((/^#n(\d+)$/.exec(location.hash) ?? [])[1] ?? NaN));
  const go = index => {
    if (index === null) history.replaceState(null, '', location.pathname + location.search);
    else history.replaceState(null, '', `#n${index}`);
    selectFromAddress();
  };
  svg.addEventListener('click', event => {
    if (moved) return;
    const box = event.target.closest('.node, .stub');
    go(box ? Number(box.dataset.node) : null);
  });
  addEventListener('hashchange', selectFromAddress);
  addEventListener('keydown', event => {
    if (event.key === 'Escape') go(null);
    const box = document.activeElement?.closest?.('.node');
    if (box && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      go(Number(box.dataset.node));
    }
  });

  // Finding.
  let found = [], at = -1;
  const search = document.getElementById('search');
  search.addEventListener('input', () => {
    const text = search.value.trim().toLowerCase();
    found = text ? [...nodes.values()].filter(node => `%${node.index} ${node.name} ${node.operation}`.toLowerCase().includes(text)).map(node => node.index) : [];
    at = -1;
    for (const [index, box] of boxes) box.classList.toggle('found', found.includes(index));
  });
  search.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || found.length === 0) return;
    at = (at + 1) % found.length;
    go(found[at]);
  });

  document.getElementById('in').addEventListener('click', () => zoom(1.3));
  document.getElementById('out').addEventListener('click', () => zoom(1 / 1.3));
  document.getElementById('fit').addEventListener('click', () => fit(0));
  document.getElementById('across').addEventListener('change', event => svg.classList.toggle('showing-across', event.target.checked));
  document.getElementById('colours').addEventListener('change', event => svg.classList.toggle('by-step', event.target.value === 'by-step'));
  fit(0.75);
  selectFromAddress();
})();
