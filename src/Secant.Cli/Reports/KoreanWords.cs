using System.Globalization;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;

namespace Secant.Cli.Reports;

/// <summary>A report in Korean.</summary>
internal sealed class KoreanWords : ReportWords
{
    public override string Code => "ko";

    public override string Written => "작성";

    public override string Data => "데이터";

    public override string Images(string train, string test) => $"훈련 이미지 {train}장, 시험 이미지 {test}장";

    public override string Build => "빌드";

    public override string CommitUnknown => "커밋 알 수 없음";

    public override string Machines => "프로세서";

    public override string Again => "모두 다시 실행";

    public override string OneSeedEach => "행마다 시드가 하나뿐입니다. 흩어짐을 알 수 없고 차이는 운일 수 있습니다. --repeat 5를 더하십시오.";

    public override string Table => "표";

    public override string Figure => "그림";

    public override string Results => "결과";

    public override string ResultsCaption => "바르게 분류한 시험 이미지의 비율: 시드에 대한 평균과 표준편차, 그리고 그 평균의 95 % 구간.";

    public override string Row => "번호";

    public override string NumbersAndAccuracy => "반복 횟수, 배치, 학습률, 은닉층 : 시험 정확도 (평균 ± 표준편차)";

    public override string Settings => "설정";

    public override Func<SpecField, SettingText> SettingWords => row => row.Korean;

    public override string Interval => "평균의 95 % 신뢰구간";

    public override string Seeds => "시드";

    public override string Flat => "평탄해진 반복";

    public override string Time => "실행 시간";

    public override string Duration(double seconds) => seconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0#}초"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)}분 {(int)(seconds % 60)}초"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)(seconds / 3600)}시간 {(int)(seconds % 3600 / 60)}분"),
    };

    public override string StillRising => "아직 상승 중";

    public override string NoPlateau => "평탄한 곳 없음";

    public override string StoppedAt(string iterations) => $"{iterations}에서 멈춤";

    public override string TestAccuracy => "시험 정확도";

    public override string Curves => "학습 곡선";

    protected override string CurvesLeftOut(int shown, int rows) => $"{rows}개 행 가운데 처음 {shown}개만 그렸습니다.";

    protected override string CurvesNote =>
        "시드에 대한 평균입니다. 고리는 곡선이 평탄해진 곳으로, 그 뒤로는 0.005와 시험 이미지 수에서 오는 표준오차 가운데 큰 값보다 더 오르지 않습니다.";

    public override string Findings => "한 가지 수만 바꾸었을 때";

    public override string FindingsNote =>
        "각 단계는 시드가 같으면 시드끼리 뺀 차이의 평균과 95 % 구간입니다. 단계가 많으면 스물 가운데 하나는 운만으로도 잡음보다 커 보입니다.";

    public override string NothingAlone => "한 가지 수만 바꾼 행이 없습니다. 어느 두 행이든 여러 가지가 함께 달라 차이를 하나의 탓으로 돌릴 수 없습니다.";

    public override string MoreSeries(int count) => $"이런 비교가 {count}개 더 있으나 짧은 것은 줄였습니다. rows.csv에 모든 행이 있습니다.";

    public override string AccuracyByNumber => "네 가지 수에 따른 정확도";

    public override string AccuracyAgainst(string number) => $"{number}에 따른 시험 정확도.";

    public override string AccuracyByRow => "행별 시험 정확도. 점은 실행, 마름모는 평균, 막대는 시드에 대한 평균의 95 % 구간입니다.";

    public override string MarksNote =>
        "점은 실행, 마름모는 설정별 평균, 막대는 시드에 대한 그 평균의 95 % 구간입니다. 어떤 시험 이미지가 뽑혔는지에서 오는 잡음은 들어 있지 않습니다. "
        + "값이 같은 설정들은 다른 수가 다릅니다. 값의 차이가 열 배를 넘으면 로그 축입니다.";

    public override string Explains => "각 수가 설명하는 변동";

    public override string ExplainsNote =>
        "모든 실행의 변동 가운데 그 수와 함께 움직이는 몫(값의 순서에 대한 포물선의 R²), 시드에 대한 95 % 구간, 그리고 값을 설정 사이에 무작위로 섞었을 때 우연히 나오는 몫입니다. "
        + "설정이 같은 행은 하나로 셉니다. 여러 수가 함께 다른 설정은 모두에 더해지므로 몫은 겹치며 합이 100 %가 되지 않습니다.";

    public override string Cost => "은닉층 크기에 따른 비용";

    public override string CostCaption => "갱신 한 번의 비용.";

    public override string CostNote =>
        "측정값: 이 실행들에서 한 번의 갱신에 걸린 시간의 중앙값(다른 실행을 기다린 시간 포함). 책의 방법: 모든 매개변수마다 순전파 전체를 두 번, 이 보고서를 쓴 컴퓨터의 코어 하나에서 "
        + "단순한 반복문으로 편미분 몇 개를 재어 추정한 값입니다. numpy처럼 최적화된 행렬곱은 그 10분의 1쯤 걸립니다.";

    public override string MillisecondsAPass => "갱신 한 번 (밀리초)";

    public override string TimelineHeading => "가장 오래 걸린 실행의 시간";

    public override string Timeline => "시간의 쓰임, 실험";

    public override string SecondsOfRun => "실행 시간 (초)";

    public override string ShareOfTime => "시간의 비율";

    public override string Activity(string name) => name switch
    {
        "computing" => "계산",
        "waiting" => "대기",
        "network" => "통신",
        "lab" => "조정",
        "checkpoint" => "체크포인트",
        "evaluation" => "평가",
        "opening" => "슬라이스 열기",
        "paused" => "멈춤",
        _ => name,
    };

    public override string NodeCount(int nodes) => $"노드 {nodes}개";

    public override string CoreCount(int cores) => $"코어 {cores}개";

    public override string Measured => "측정값";

    public override string Book => "책의 방법 (추정)";

    public override string Times => "배율";

    public override string Provenance => "출처와 재현";

    public override string ProvenanceNote => "각 명령은 어느 컴퓨터에서나 마지막 비트까지 같은 매개변수를 다시 만듭니다. 지문은 그 매개변수의 SHA-256입니다.";

    public override IReadOnlyList<string> ProvenanceHeads =>
        ["실행", "시드", "정확도", "데이터 (SHA-256)", "빌드", "프로세서", "노드", "복구 횟수", "지문", "명령", "메모"];

    public override string Note => "메모";

    public override string Title(string? sweep) => sweep is null ? "실험 보고서" : $"실험 모음: {sweep}";

    public override string Lead(int rows, int runs, string settings) =>
        $"{rows}개 행, 완료된 실행 {runs}개; {settings}. 모든 기울기는 모든 매개변수에 대한 중앙 차분입니다.";

    public override string Unfinished(ExperimentDocument run) =>
        $"실험 {run.Id}: {State(run.State)}, {Reason(run)}. 어느 그림에도 들어 있지 않습니다.";

    public override string Best(string best, string next, string lead, bool isPaired) =>
        $"가장 좋은 설정: {best}. 다음 {next}보다 {lead} 앞섭니다 ({How(isPaired)}). 잡음보다 큰 차이입니다.";

    public override string NoWinner(string best, string next, string lead, bool isPaired) =>
        $"우열을 가릴 수 없습니다: {best} 대 {next}, 차이 {lead} ({How(isPaired)}).";

    public override string OneSeed(string best, string next, string lead) =>
        $"앞선 설정: {best}. {next}보다 {lead} 앞서지만 시드가 하나뿐이라 운인지 알 수 없습니다.";

    protected override string NotVaried(string name) => $"{name}: 바꾸지 않았습니다.";

    protected override string TooFewRows(string name) => $"{name}: 판단하기에는 행이 너무 적습니다.";

    protected override string NoDifference(string name, string share, string chance, int runs) =>
        $"{name}: 실행 {runs}개로는 차이를 볼 수 없었습니다. 변동의 {share}와 함께 움직이지만 우연만으로도 {chance}까지 나옵니다.";

    protected override string SmallShare(string name, string share, string chance) =>
        $"{name}: 전체 변동의 {share}와 함께 움직여 우연({chance})보다 크지 않지만, 위에서 보듯 혼자 바꾸었을 때는 차이를 만들었습니다.";

    protected override string Explained(string name, string share, string chance) =>
        $"{name}: 변동의 {share}와 함께 움직입니다. 우연만으로는 {chance}까지입니다.";

    protected override string NoInterval => "한 번만 실행한 설정이 있어 구간 없음";

    protected override string Series(string name, string others, IReadOnlyList<string> steps) =>
        $"{name} ({others}): 정확도 변화는 {string.Join(", ", steps)}.";

    protected override string Step(string from, string to, string gain, bool? isMoreThanNoise) =>
        $"{from}에서 {to}까지 {gain}{isMoreThanNoise switch
        {
            null => " (구간 없음)",
            true => "",
            false => " (잡음 이내)",
        }}";

    protected override string Rows(string numbers, bool areMany) => $"{numbers}번 행";

    private static string State(string state) => state switch
    {
        ExperimentStates.Queued => "대기 중",
        ExperimentStates.Running => "실행 중",
        ExperimentStates.Paused => "일시정지",
        ExperimentStates.Interrupted => "중단됨",
        ExperimentStates.Failed => "실패",
        ExperimentStates.Cancelled => "취소됨",
        _ => state,
    };

    // What is known by heart; any other reason stands as the program wrote it.
    private static string Reason(ExperimentDocument run) => run switch
    {
        { Reason: null } => "이유 없음",
        { Reason: ExperimentStates.ByAPerson } => "사람이 멈춤",
        { Reason: var reason } when reason.Contains("is not finite", StringComparison.Ordinal) =>
            "손실이나 편미분이 유한하지 않음, 학습률을 줄여 보십시오",
        { Reason: var reason } => $"“{reason}”",
    };

    private static string How(bool isPaired) => isPaired ? "95 %, 같은 시드끼리" : "95 %, 시드가 서로 다름";
}
