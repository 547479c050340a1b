using System.Text.RegularExpressions;

namespace Autograd.Tests.Architecture;

/// <content>
/// Tests mirror the sources in both directions. A file of tests has the path of the file it tests, or is listed as one of a promise. A source has a
/// test of its path, or a test in its layer names one of its types, or it is listed with the test that covers it. Operations have their rows in the
/// folder of their family.
/// </content>
public partial class LayeringTests
{
    /// <summary>Test files that test a rule or a promise rather than one source file.</summary>
    private static readonly HashSet<string> TestsOfPromises =
    [
        "Operations/OperationTableTests", "Operations/OperationGradientTests", "Operations/OperationRefusalTests", "Operations/OperationViewTests", "Operations/MutantTests", "Operations/OwnOperationTests", "Operations/OwnOperationMisuseTests", "Operations/Kinks/KinkTests", "Operations/TailTests", "Operations/AccuracyTests", "Operations/BadInput/BadInputTests", "Operations/FuzzTests", "Operations/GraphPropertyTests",
        "Kernels/KernelBitsTests", "Evaluation/PlannedGraphsTests", "Evaluation/InterruptedPlansTests", "Evaluation/PlanMemoryTests", "Tape/AllocationTests", "Tape/ParallelTests", "Diagnostics/Equations/NotesTests", "Diagnostics/Equations/EquationsBehaviourTests", "Diagnostics/Equations/RandomGraphTests", "Diagnostics/Equations/PrinterSweepTests",
    ];

    /// <summary>What covers sources that no test of their layer names: those that are part of what the test is of.</summary>
    private static readonly Dictionary<string, string[]> Covered = new()
    {
        ["Diagnostics/Equations/EquationsTests"] =
        [
            "Diagnostics/AdjointWalk", "Diagnostics/Equations/Algebra", "Diagnostics/Equations/Complexity", "Diagnostics/Equations/EquationBuilder",
            "Diagnostics/Equations/Expression", "Diagnostics/Equations/Fraction", "Diagnostics/Equations/LatexPrinter", "Diagnostics/Equations/NodeReader",
            "Diagnostics/Equations/Reasons", "Diagnostics/Equations/UnicodePrinter",
        ],
        ["Diagnostics/Graphs/TapeGraphTests"] = ["Diagnostics/Graphs/TapeGraphs"],
        ["Diagnostics/Graphs/GraphLayoutTests"] = ["Diagnostics/Graphs/GraphRows"],
        ["Diagnostics/Jacobians/JacobianViewTests"] =
        [
            "Diagnostics/Jacobians/JacobianRecognition", "Diagnostics/Jacobians/JacobianText", "Diagnostics/Jacobians/PathReplay",
        ],
        ["Diagnostics/Trust/ExplainTests"] =
        [
            "Diagnostics/Trust/PathCuts", "Diagnostics/Trust/Remedies", "Diagnostics/Trust/ZeroReasons", "Diagnostics/Trust/ZeroTrace",
        ],
        ["Diagnostics/Trust/FirstNonFiniteTests"] =
        [
            "Diagnostics/Trust/NodeWords", "Diagnostics/Trust/NonFiniteSearch", "Diagnostics/Trust/NonFiniteWords", "Diagnostics/Trust/Rerun", "Diagnostics/Trust/RuleOwners",
        ],
        ["Diagnostics/TapeTextTests"] = ["Diagnostics/NodeText"],
        ["Differentiation/GradientCheckTests"] = ["Diagnostics/Trust/GradientCheckerReasons", "Differentiation/GradientChecker"],
        ["Differentiation/VectorizeTests"] = ["Differentiation/LiftedWalk"],
        ["Differentiation/Sparse/PatternSearchTests"] = ["Program/Sparsity/OperandSets"],
        ["Differentiation/Sparse/SparseWalksTests"] = ["Differentiation/Sparse/SparseRecovery"],
        ["Differentiation/Sparse/SparsityColoringTests"] =
        [
            "Differentiation/Sparse/DistanceTwoColoring", "Differentiation/Sparse/SymmetricColoring", "Differentiation/Sparse/VertexOrders", "Memory/SparsityErrors",
        ],
        ["Evaluation/ExecutorTests"] = ["Evaluation/ElementwiseNode", "Program/Assignment"],
        ["Evaluation/PlanTextTests"] = ["Evaluation/GroupBuilder", "Evaluation/StepTimes"],
        ["Kernels/Convolution/ConvolutionProductTests"] =
        [
            "Kernels/Convolution/ConvolutionByChannel", "Kernels/Convolution/ConvolutionByImage", "Kernels/Convolution/ConvolutionTiles", "Kernels/Convolution/WindowRows",
            "Kernels/Layout/Vectors",
        ],
        ["Kernels/Elements/ElementwiseTests"] =
        [
            "Kernels/Elements/ElementRow", "Kernels/Elements/Repeated", "Kernels/Elements/StretchReader", "Kernels/Lanes/PairWrite",
        ],
        ["Kernels/Elements/EmittedGroupsTests"] = ["Kernels/Elements/EmittedElements", "Kernels/Elements/GroupShape"],
        ["Kernels/Fourier/FourierTransformTests"] = ["Kernels/Fourier/RealHalves"],
        ["Kernels/Functions/VectorMathTests"] = ["Kernels/Functions/LargeAngle"],
        ["Kernels/Layout/CopyingTests"] = ["Kernels/Layout/Transposition"],
        ["Kernels/LinearAlgebra/LinearSystemsTests"] =
        [
            "Kernels/LinearAlgebra/CofactorDerivatives", "Kernels/LinearAlgebra/LuFactors", "Kernels/LinearAlgebra/MatrixBatch",
            "Kernels/LinearAlgebra/MatrixScratch", "Memory/MatrixFault", "Memory/SingularMatrixException",
        ],
        ["Kernels/LinearAlgebra/CholeskyFactorTests"] =
        [
            "Kernels/LinearAlgebra/ProductDifference", "Kernels/LinearAlgebra/RowArithmetic", "Memory/NotPositiveDefiniteException",
        ],
        ["Kernels/MatrixProduct/MatrixProductTests"] =
        [
            "Kernels/MatrixProduct/MatrixCopy", "Kernels/MatrixProduct/ProductBatches", "Kernels/MatrixProduct/ProductParts",
            "Kernels/MatrixProduct/TransposedColumns",
        ],
        ["Kernels/MatrixProduct/MatrixTilesTests"] = ["Kernels/MatrixProduct/IRegister"],
        ["Kernels/Parallel/ParallelLoopTests"] = ["Kernels/Parallel/WorkerTeam"],
        ["Kernels/Pooling/PoolingTests"] = ["Kernels/Pooling/PoolingBand"],
        ["Kernels/Reductions/ReductionTests"] =
        [
            "Kernels/Layout/DimensionWalk", "Kernels/Reductions/ColumnTree", "Kernels/Reductions/ReductionJob", "Kernels/Reductions/ReductionTree",
            "Memory/Strided",
        ],
        ["Kernels/Random/RandomGeneratorTests"] = ["Kernels/Random/RandomGeneratorState"],
        ["Operations/OperationGradientTests"] = ["Kernels/Convolution/VolumeGeometry", "Kernels/Reductions/CompensatedSum", "Kernels/Reductions/PowerNorm"],
        ["Kernels/Softmax/SoftmaxFamilyTests"] = ["Kernels/Softmax/ParallelSoftmax"],
        ["Kernels/Softmax/SoftmaxJacobianTests"] = ["Kernels/Softmax/SoftmaxJacobianPasses", "Kernels/Softmax/SoftmaxJacobianSlabs"],
        ["Operations/BadInput/BadInputTests"] = ["Memory/ConvolutionErrors", "Memory/Errors", "Memory/FourierErrors", "Memory/MatrixErrors", "Memory/MovementErrors"],
        ["Operations/OwnOperationTests"] = ["Program/ExactNumber", "Program/OperandView", "Program/Operands"],
        ["Program/ProgramTests"] = ["Memory/GrowingList", "Memory/PlainArray", "Program/Node", "Program/OperationTable"],
        ["Tape/TapeFinitenessTests"] = ["Memory/NonFiniteException"],
        ["Tape/TapeRecordingsTests"] = ["Tape/Naming", "Tape/PendingCotangents"],
    };

    [Fact]
    public void Every_test_file_has_the_path_of_a_source_or_tests_a_promise()
    {
        HashSet<string> sources = [.. Sources().Select(path => PlaceOf(path, "src", "Autograd"))];
        string[] found =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root, "tests", "Autograd.Tests"), "*Tests*.cs", SearchOption.AllDirectories).Where(IsSource)
                .Select(path => PlaceOf(path, "tests", "Autograd.Tests")).Where(place => Layers.Contains(place.Split('/')[0])),
        ];
        Assert.True(found.Length > 10);
        Assert.DoesNotContain(found, test => !TestsOfPromises.Contains(test) && !sources.Contains(test[..^"Tests".Length]));
        Assert.DoesNotContain(TestsOfPromises, test => !found.Contains(test));
    }

    [Fact]
    public void Every_source_file_has_a_test_of_its_path_or_is_named_by_one_of_its_layer_or_is_listed_with_what_covers_it()
    {
        HashSet<string> tests = [.. TestFiles().Select(path => PlaceOf(path, "tests", "Autograd.Tests"))];
        var texts = TestFiles().ToLookup(path => PlaceOf(path, "tests", "Autograd.Tests").Split('/')[0], Code);
        string[] untested =
        [
            .. Sources().Where(path => LayerOf(path) != Array.IndexOf(Layers, "Operations")).GroupBy(path => PlaceOf(path, "src", "Autograd"))
                .Where(source => !tests.Contains(source.Key + "Tests") && !IsNamed(source, texts[source.Key.Split('/')[0]])).Select(source => source.Key).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(Covered.Values.SelectMany(sources => sources).Order(StringComparer.Ordinal), untested);
        Assert.DoesNotContain(Covered.Keys, test => !tests.Contains(test));
    }

    [Fact]
    public void Every_operation_has_its_rows_in_the_folder_of_its_family()
    {
        var rows = TestFiles().Where(path => Path.GetFileName(path).StartsWith("OperationCases.", StringComparison.Ordinal))
            .ToLookup(path => Path.GetFileName(Path.GetDirectoryName(path)), File.ReadAllText);
        var wrong = Sources().Where(path => LayerOf(path) == Array.IndexOf(Layers, "Operations"))
            .SelectMany(path => OperationMethod().Matches(Code(path)).Select(match => (Family: Path.GetFileName(Path.GetDirectoryName(path)), Name: match.Groups["name"].Value)))
            .Distinct().Where(operation => !rows[operation.Family].Any(text => text.Contains($"(\"{operation.Name}\"", StringComparison.Ordinal)));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_file_of_operations_has_a_public_one_or_is_part_of_another()
    {
        (string Place, string Code)[] files = [.. Sources().Where(path => LayerOf(path) == Array.IndexOf(Layers, "Operations")).Select(path => (PlaceOf(path, "src", "Autograd"), Code(path)))];
        var unused = files.Where(file => !file.Code.Contains("struct Variable<T>", StringComparison.Ordinal) && !OperationMethod().IsMatch(file.Code))
            .Where(file => !files.Any(other => other.Place != file.Place && Members().Matches(file.Code).Any(name => Regex.IsMatch(other.Code, $@"\b{name.Groups["name"].Value}\b"))))
            .Select(file => file.Place);
        Assert.Empty(unused);
    }

    private static bool IsNamed(IEnumerable<string> source, IEnumerable<string> tests)
    {
        string[] types = [.. source.SelectMany(path => Declaration().Matches(Code(path)).Select(match => match.Groups["name"].Value)).Distinct()];
        return types.Length > 0 && tests.Any(new Regex($@"\b(?:{string.Join('|', types)})\b").IsMatch);
    }

    private static IEnumerable<string> TestFiles() =>
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "Autograd.Tests"), "*.cs", SearchOption.AllDirectories).Where(IsSource);

    /// <summary>What a file declares: a type, or a method that is not private.</summary>
    [GeneratedRegex(@"(?:class|struct|record|interface|enum)\s+(?!struct\b|class\b)(?<name>[A-Z]\w*)|(?:public|internal)\s[^=;{}()]*?\b(?<name>[A-Z]\w*)(?:<[^()]*>)?\(")]
    private static partial Regex Members();
}
