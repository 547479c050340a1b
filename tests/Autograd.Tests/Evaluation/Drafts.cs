namespace Autograd.Tests.Evaluation;

/// <summary>Drafts of plans for what a tape has recorded and not evaluated, made pass by pass.</summary>
internal static class Drafts
{
    /// <summary>A deferred tape that plans from the first read on.</summary>
    public static Tape<double> Deferred()
    {
        var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        tape.Plans.ColdNodes = 0;
        return tape;
    }

    /// <summary>With the nodes that are needed.</summary>
    public static Draft<double> Needed(params ReadOnlySpan<Variable<double>> wanted) => Needed(updatesFrom: int.MaxValue, wanted);

    /// <summary>With the nodes that are needed, where from a node on there is what only updates need.</summary>
    public static Draft<double> Needed(int updatesFrom, params ReadOnlySpan<Variable<double>> wanted)
    {
        Tape<double> tape = wanted[0].Tape;
        var draft = new Draft<double>(tape.Program, tape.Values);
        draft.Begin();
        var nodes = new int[wanted.Length];
        for (int k = 0; k < nodes.Length; k++) nodes[k] = wanted[k].Index;
        Needs.Find(draft, nodes, updatesFrom);
        return draft;
    }

    /// <summary>With groups as well.</summary>
    public static Draft<double> Grouped(params ReadOnlySpan<Variable<double>> wanted) => Grouped(isWanted: true, wanted);

    public static Draft<double> Grouped(bool isWanted, params ReadOnlySpan<Variable<double>> wanted)
    {
        Draft<double> draft = Needed(wanted);
        ElementGroups.Form(draft, isWanted, holdsForward: false, shortestSum: 1);
        return draft;
    }

    /// <summary>With the steps in their order.</summary>
    public static Draft<double> Ordered(params ReadOnlySpan<Variable<double>> wanted)
    {
        Draft<double> draft = Grouped(wanted);
        new StepOrder<double>(draft).Arrange();
        return draft;
    }

    public static int[] Nodes(this Draft<double> draft) => Array.ConvertAll(draft.Nodes.Items.ToArray(), own => own.Node);

    public static ref DraftNode Of(this Draft<double> draft, Variable<double> variable) => ref draft.Nodes[draft.SlotOf(variable.Index, isAgain: false)];

    public static (StepKind Kind, int Node)[] Kinds(this Draft<double> draft) => Array.ConvertAll(draft.Steps.Items.ToArray(), step => (step.Kind, step.Node));
}
