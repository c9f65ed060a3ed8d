"""The questions behind what we know: how they read to us, how to put them, and what each weighs. Pure."""

from dataclasses import dataclass

from .words import Topic


@dataclass(frozen=True, slots=True)
class Question:
    """``ours`` is how it reads to us, ``ask`` how to put it to them; empty where only we can answer."""

    topic: Topic
    weight: int
    ours: str
    ask: str = ""


QUESTIONS = (
    Question(Topic.BOUGHT, 1, "Why did they buy from us?", "What made you choose us back then?"),
    Question(Topic.EXIT, 2, "Why would they not return?", "What would make you look elsewhere?"),
    Question(
        Topic.COMPETITOR, 1, "Whom do they see as our competitors?",
        "Who else do you look at when you think of this work?",
    ),
    Question(
        Topic.DIFFERENCE, 1, "What sets us apart in their mind?",
        "What do you get from us that others would not give you?",
    ),
    Question(Topic.COMPARISON, 1, "How do they differ from customers who leave?"),
    Question(
        Topic.OPERATION, 1, "Which of our work affects why they stay?",
        "Which part of our work matters most in your day?",
    ),
    Question(
        Topic.PERFORMANCE, 1, "How well do we perform there?", "How well do we do that, from 1 to 5?"
    ),
    Question(Topic.PROACTIVE, 1, "Do we come to them before they call us?"),
    Question(Topic.PERSONAL, 1, "Are our messages about them?"),
    Question(Topic.PULL, 1, "Do we learn and teach more than we push?"),
    Question(
        Topic.RETURN, 2, "Which return do they expect, in their measure?",
        "How will you know that working with us paid off?",
    ),
    Question(
        Topic.PREFERENCE, 1, "How do they want to hear from us?",
        "How and how often do you want to hear from us?",
    ),
    Question(
        Topic.INTENT, 2, "Do they think of staying or leaving?",
        "If you had to decide today, would you renew?",
    ),
    Question(Topic.DRIVER, 2, "Why do they stay?", "What keeps you with us?"),
    Question(
        Topic.REFERRAL, 1, "May we ask for a referral?",
        "Would you introduce us to somebody with the same task?",
    ),
)  # fmt: skip
BY_TOPIC = {question.topic: question for question in QUESTIONS}
