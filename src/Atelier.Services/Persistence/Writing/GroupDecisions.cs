namespace Atelier.Services.Persistence.Writing;

/// <summary>Decides the operations of one group in their order and collects what they write.</summary>
internal sealed class GroupDecisions(PostgresFacts facts, IdFactory ids, DateTimeOffset now)
{
    public List<Statement> Statements { get; } = [];

    public List<Statement> Events { get; } = [];

    public List<WriteOperation> Decided { get; } = [];

    public List<(WriteOperation Operation, Exception Reason)> Refused { get; } = [];

    public void Decide(WriteOperation operation)
    {
        try
        {
            switch (operation)
            {
                case AcceptOperation accept:
                    Keep(accept, AcceptDecision.Decide(accept.Request, facts, ids, now));
                    break;
                case ApplyOperation apply:
                    Keep(apply, ApplyDecision.Decide(apply.Change, apply.Rule, facts, ids, now));
                    break;
                default:
                    throw new InvalidOperationException($"{operation.GetType().Name} is not an operation of a group.");
            }
        }
        catch (Exception e)
        {
            // Deciding writes nothing, so only this operation is lost.
            Refused.Add((operation, e));
        }
    }

    private void Keep<T>(WriteOperation<T> operation, WritePlan<T> plan)
    {
        facts.Keep(plan);
        Statements.AddRange(plan.Statements);
        if (plan.Event is { } numbered)
        {
            Events.Add(numbered);
        }

        operation.Decided(plan.Outcome, plan.After is { } after ? (after.Id, after.UserId) : null);
        Decided.Add(operation);
    }
}
