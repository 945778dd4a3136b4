"""The words that hints look for, in English. Phrases stand between commas; ``*`` is any ending of a word."""

from typing import Final

NUMBERS: Final = """
one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, fifteen, twenty, thirty, fifty, hundred,
once, twice, half, double, dozen, zero, no more than, at least, at most, per cent, percent
"""

# A way to tell that is only a wish for better.
VAGUE: Final = """
better, best, improv*, good, well, more, less, satisf*, appropriate*, proper*, enough, soon, as needed, noticeabl*,
reasonabl*, happy, happier
"""

# Words about what somebody is like, where what they did would say more.
SUBJECTIVE: Final = """
attitude, attitudes, lazy, laziness, careless*, sloppy, sloppily, sloppiness, unmotivated, motivation, team player,
difficult person, difficult character, difficult colleague, negative, negativity, rude, rudely, rudeness, arrogant,
arrogance, selfish*, stubborn*, immature, immaturity, unprofessional*, professionalism, incompetent, incompetence,
stupid*, sluggish*, personality, emotional, aggressive*, abrasive, unreliable, bad fit, poor fit, does not care,
doesn't care, doesn’t care, work ethic, commitment, passion*, enthusias*, proactive*, take ownership,
take more ownership, step up, go the extra mile, disrespectful*, uncooperative
"""

# Words that leave no exception, so that one slip undoes them.
SWEEPING: Final = """
always, never, constantly, everything, everyone, everybody, all the time, every time,
at all times, under all circumstances, completely, perfect, perfectly, flawless*, error-free, error free,
without error, without errors, without any errors, without mistakes, without any mistakes
"""

LARGE: Final = """
all areas, every area, all aspects, every aspect, overall performance, all work, all your work, all the work,
all my work, all duties, all tasks, all responsibilities, become an expert, master all, and so on, etc, across the board
"""

OTHERS: Final = """
depend on, depends on, depending on, dependent on, if the team, if others, if colleagues, if customers, if clients,
if management, if HR, once the team, once others, once colleagues, once customers, once management,
wait for, waits for, waiting for, waiting on, ensure the team, ensure that the team, ensure others, ensure colleagues,
make sure the team, make sure that the team, make sure others, make sure colleagues, make sure everyone,
ensure everyone, get the team to, get others to, get colleagues to, get customers to, provided that, provided the,
as soon as the, as soon as someone, as soon as somebody, subject to approval, approved by, signed off by,
sign-off by, convince, persuade, customers will, clients will, the team will, the whole team, no complaints,
fewer complaints
"""

# Health, family and leave, who somebody is, and what everybody is free to do (P-13).
PROTECTED: Final = """
sick, sickness, sick leave, ill, illness*, disease*, diagnos*, depressed, depression, depressive, anxiety, burnout,
burn-out, burnt out, adhd, autis*, dyslexi*, disability, disabilities, disabled, handicap*, medical*, medication,
medications, doctor, doctors, therapy, therapist, therapies, surgery, surgeries, hospital*, mental health,
mental state, mentally, cancer, diabet*, migraine, migraines, injury, injuries, injured, addict*, alcohol*,
stress-related, wheelchair, health condition, health problem, health problems,
pregnan*, maternity, paternity, parental, breastfeed*, on leave, family leave, medical leave, fmla, childcare,
child care, carer, carers, caregiv*, marital, married, divorc*,
too old, too young, his age, her age, their age, your age, my age, older worker, older workers, older employee,
retire, retired, retires, retirement, racial*, ethnic*, national origin, nationality, immigra*, accent,
native speaker, native language, religio*, church, mosque, synagogue, ramadan, sabbath, prayer, prayers, headscarf,
hijab, gender*, sexual*, gay, lesbian, transgender, veteran, veterans,
trade union, labor union, labour union, union member, union membership, union meeting, union meetings, union rep,
union work, works council, shop steward, on strike, harass*, discriminat*, whistleblow*, whistle-blow*, grievance,
grievances
"""

# What somebody may be asked to do: a part of a sentence that begins with one of these is an action of its own.
VERBS: Final = """
achieve, add, analyse, analyze, answer, arrange, attend, avoid, begin, bring, build, call, check, clear, close, collect,
complete, contact, create, cut, decrease, deliver, describe, design, develop, discuss, document, draft, ensure,
establish, explain, file, find, finish, fix, follow, give, handle, help, hold, improve, increase, introduce, keep, lead,
learn, maintain, make, manage, meet, mentor, move, obtain, offer, open, organise, organize, participate, pass, plan,
prepare, present, produce, propose, provide, publish, put, raise, reach, read, record, reduce, reply, report, respond,
review, run, save, schedule, sell, send, set, share, show, solve, speak, start, stop, submit, support, take, talk,
teach, test, train, translate, update, use, visit, work, write
"""

BEFORE_A_VERB: Final = "to, also, then, i, you, he, she, they, we, will, should, must"
