package moderato.kernel;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Tells a listener the history of a run: what is kept already, and what comes while it listens.
 *
 * <p>The history is computed on a thread of the follower by a replay of its own, so that runs nobody follows pay nothing for it.
 */
final class Follower implements Engine.Following, Recorder {

    private sealed interface News {
        record Steps(int first, List<Replay.Step> steps) implements News {
        }

        record Ended(Outcome outcome) implements News {
        }

        record Parked(String why) implements News {
        }

        record Closed() implements News {
        }
    }

    private final RunListener listener;
    private final Replay<?> replay;
    private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Runnable onClose;
    private volatile boolean closed;
    private long told;

    Follower(RunListener listener, Replay<?> replay, Runnable onClose) {
        this.listener = listener;
        this.replay = replay;
        this.onClose = onClose;
    }

    void happened(int first, List<Replay.Step> steps) {
        news.add(new News.Steps(first, steps));
    }

    void ended(Outcome outcome) {
        news.add(new News.Ended(outcome));
    }

    void parked(String why) {
        news.add(new News.Parked(why));
    }

    /** Tells what is kept, then what comes, until the run is over or the following is closed. */
    void tell(List<Journal.Entry> kept) {
        try {
            for (Journal.Entry entry : kept) {
                replay.repeat(entry, this, (event, commands) -> {
                });
            }
            while (!closed && tell(news.take())) {
                // one piece of news after the other
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            listener.parked(String.valueOf(e.getMessage()));
        } finally {
            onClose.run();
        }
    }

    private boolean tell(News piece) {
        return switch (piece) {
            case News.Steps fresh -> {
                int place = fresh.first();
                for (Replay.Step step : fresh.steps()) {
                    if (place++ >= replay.events()) {
                        replay.take(step.event(), this);
                    }
                }
                yield true;
            }
            case News.Ended over -> {
                listener.ended(over.outcome());
                yield false;
            }
            case News.Parked parked -> {
                listener.parked(parked.why());
                yield false;
            }
            case News.Closed end -> false;
        };
    }

    @Override
    public void record(HistoryEvent event) {
        told++;
        if (!closed) {
            listener.happened(told, event);
        }
    }

    @Override
    public void close() {
        closed = true;
        news.add(new News.Closed());
    }
}
