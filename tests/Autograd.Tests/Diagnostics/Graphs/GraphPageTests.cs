using System.Text.RegularExpressions;
using Autograd.Tests.Evaluation;

namespace Autograd.Tests.Diagnostics;

public class GraphPageTests
{
    [Fact]
    public void The_page_needs_nothing_from_outside()
    {
        using var tape = new Tape<double>();
        string html = tape.ToGraph(NotesNetwork.Record(tape)).ToHtml("Notes <&>");
        Assert.Contains("<title>Notes &lt;&amp;&gt;</title>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)(https?:)?//[a-z0-9]", html.Replace("// ", "", StringComparison.Ordinal));
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<script[^>]*\ssrc=", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_break_out_of_the_page()
    {
        using var tape = new Tape<double>();
        string html = tape.Variable(1.0, "</script><b>\"&").Exp().ToGraph().ToHtml();
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(html, "</script>"));
    }

    [BrowserFact]
    public void A_fragment_in_the_address_selects_a_node()
    {
        using var tape = new Tape<double>(new TapeOptions { RecordCallSites = true });
        var nodes = NotesNetwork.Forward(tape);
        var gradients = nodes["J"].Backward();
        int h = nodes["h"].Index;
        string dom = Chromium.DumpDom(tape.ToGraph(gradients).ToHtml(), $"#n{h}");
        string details = Details(dom);
        Assert.Contains("<h2>h</h2>", details, StringComparison.Ordinal);
        Assert.Contains("<code>h = σ(a1)</code>", details, StringComparison.Ordinal);
        Assert.Contains("<code>∇h = w2 ∇a2</code>", details, StringComparison.Ordinal);
        Assert.Contains("<th>shape</th><td>[3], 3 elements</td>", details, StringComparison.Ordinal);
        Assert.Contains($"{nameof(NotesNetwork)}.cs:", details, StringComparison.Ordinal);
        Assert.Contains("<th>cost</th><td>3 multiply-adds, 48 bytes moved</td>", details, StringComparison.Ordinal);
        Assert.Contains("<th>min</th><td>0.278885</td>", details, StringComparison.Ordinal);
        Assert.Contains("<th>NaN</th><td>none</td>", details, StringComparison.Ordinal);
        Assert.Contains($"href=\"#n{gradients[nodes["h"]].Index}\">∇h", details, StringComparison.Ordinal);
        Assert.Equal([h], Classed(dom, "selected"));
        Assert.Equal([gradients[nodes["h"]].Index], Classed(dom, "cotangent"));
        string of = Details(Chromium.DumpDom(tape.ToGraph(gradients).ToHtml(), $"#n{gradients[nodes["a1"]].Index}"));
        Assert.Contains("<code>∇a1 = ∇h ⊙ h ⊙ (1 − h)\n∇b1 = ∇a1</code>", of, StringComparison.Ordinal);
        Assert.Contains("because σ works element by element", of, StringComparison.Ordinal);
    }

    [BrowserFact]
    public void A_click_where_a_node_is_drawn_selects_it_and_one_beside_lets_go()
    {
        using var tape = new Tape<double>();
        var graph = tape.ToGraph(NotesNetwork.Record(tape));
        const string driver = """
            <script>
            const log = [];
            const click = (target, x, y) => {
              for (const type of ['pointerdown', 'pointerup', 'click']) target.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: y, pointerId: 1 }));
            };
            for (const box of document.querySelectorAll('#graph .node')) {
              document.getElementById('fit').click();
              const { left, top, width, height } = box.getBoundingClientRect(), x = left + width / 2, y = top + height / 2;
              click(document.elementFromPoint(x, y), x, y);
              const selected = [...document.querySelectorAll('.node.selected')].map(node => node.dataset.node).join();
              log.push(`${box.dataset.node}:${selected}:${location.hash}`);
            }
            const frame = document.getElementById('graph').getBoundingClientRect();
            click(document.elementFromPoint(frame.left + 2, frame.bottom - 2), frame.left + 2, frame.bottom - 2);
            log.push(`none:${document.querySelectorAll('.node.selected').length}:${location.hash}`);
            document.getElementById('search').value = 'sigmoid';
            document.getElementById('search').dispatchEvent(new Event('input'));
            log.push(`found:${document.querySelectorAll('.node.found').length}`);
            const before = document.getElementById('view').getAttribute('transform');
            document.getElementById('graph').dispatchEvent(new WheelEvent('wheel', { deltaY: -200, clientX: 300, clientY: 300, cancelable: true }));
            log.push(`zoomed:${before !== document.getElementById('view').getAttribute('transform')}`);
            const graph = document.getElementById('graph'), unmoved = document.getElementById('view').getAttribute('transform');
            const [, fromX, fromY] = /translate\(([-.\d]+) ([-.\d]+)\)/.exec(unmoved).map(Number);
            graph.setPointerCapture = () => { };
            for (const [type, x, y] of [['pointerdown', 300, 300], ['pointermove', 320, 310], ['pointermove', 340, 325], ['pointerup', 340, 325], ['click', 340, 325]]) {
              graph.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: y, pointerId: 1 }));
            }
            const [, toX, toY] = /translate\(([-.\d]+) ([-.\d]+)\)/.exec(document.getElementById('view').getAttribute('transform')).map(Number);
            log.push(`panned:${Math.round(toX - fromX)},${Math.round(toY - fromY)}`);
            document.body.append(Object.assign(document.createElement('pre'), { id: 'log', textContent: log.join('\n') }));
            </script>
            </body>
            """;
        string dom = Chromium.DumpDom(graph.ToHtml().Replace("</body>", driver, StringComparison.Ordinal));
        string expected = string.Join('\n', graph.Nodes.Select(node => $"{node.Index}:{node.Index}:#n{node.Index}").Concat(["none:0:", "found:4", "zoomed:true", "panned:40,25"]));
        Assert.Equal(expected, Regex.Match(dom, "<pre id=\"log\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value);
    }

    [BrowserFact]
    public void Nodes_are_coloured_by_the_step_that_computed_them()
    {
        using Tape<double> tape = Drafts.Deferred();
        var gradients = NotesNetwork.Record(tape);
        for (int i = 1; i < 5; i++) _ = gradients[tape.At(i)].Span;
        TapeGraph graph = tape.ToGraph(gradients);
        GraphStep together = graph.Steps.First(step => step.Name == "Elements" && graph.Nodes.Count(node => step.Nodes.Contains(node.Index)) > 2);
        const string driver = """
            <script>
            const log = [], colours = document.getElementById('colours');
            const look = () => {
              for (const box of document.querySelectorAll('#graph .node')) {
                const label = box.querySelector('.step');
                const number = label && getComputedStyle(label).display !== 'none' ? label.textContent : '';
                log.push(`${box.dataset.node} ${number} ${getComputedStyle(box.querySelector('rect')).fill}`);
              }
            };
            look();
            colours.value = 'by-step';
            colours.dispatchEvent(new Event('change'));
            look();
            colours.value = '';
            colours.dispatchEvent(new Event('change'));
            look();
            document.body.append(Object.assign(document.createElement('pre'), { id: 'log', textContent: log.join('\n') }));
            </script>
            </body>
            """;
        string dom = Chromium.DumpDom(graph.ToHtml().Replace("</body>", driver, StringComparison.Ordinal), $"#n{together.Nodes[0]}");
        string[] lines = Regex.Match(dom, "<pre id=\"log\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
        int count = graph.NodeCount;
        Assert.Equal(3 * count, lines.Length);
        Assert.Equal(lines[..count], lines[(2 * count)..]);
        var colours = new Dictionary<string, string>();
        for (int k = 0; k < count; k++)
        {
            int[] steps = graph.Nodes[k].Steps;
            string before = lines[k].Split(' ', 3)[2];
            string[] shown = lines[count + k].Split(' ', 3);
            Assert.Equal("", lines[k].Split(' ', 3)[1]);
            Assert.Equal(steps.Length == 0 ? "" : $"{graph.Steps[steps[0]].Plan}.{graph.Steps[steps[0]].Number}", shown[1]);
            if (steps.Length == 0) Assert.Equal(before, shown[2]);
            else if (!colours.TryAdd(shown[1], shown[2])) Assert.Equal(colours[shown[1]], shown[2]);
        }

        Assert.True(colours.Count > 5);
        Assert.Equal(colours.Count, colours.Values.Distinct().Count());
        string details = Details(dom);
        Assert.Contains($"<p>{together.Text}, Elements, with</p>", details, StringComparison.Ordinal);
        Assert.Contains($"href=\"#n{together.Nodes[1]}\"", details, StringComparison.Ordinal);
        Assert.Contains(together.Cost, details, StringComparison.Ordinal);
        Assert.Contains($"\n{together.Text}</title>", dom, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_plans_there_is_nothing_to_choose()
    {
        using var tape = new Tape<double>();
        string html = tape.Variable(1.0, "x").Exp().ToGraph().ToHtml();
        Assert.Contains("<label hidden>colours", html, StringComparison.Ordinal);
        Assert.DoesNotContain("planned", html.Split("</style>")[1], StringComparison.Ordinal);
    }

    private static string Details(string dom) => Regex.Match(dom, "<aside.*?</aside>", RegexOptions.Singleline).Value;

    private static int[] Classed(string dom, string name) =>
        [.. Regex.Matches(dom, $"<g class=\"node [a-z ]*{name}[^\"]*\" data-node=\"(\\d+)\"").Select(match => int.Parse(match.Groups[1].Value, null))];
}
