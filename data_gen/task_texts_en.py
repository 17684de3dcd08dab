"""English source texts of the task stage: what each domain can say (format: `task_material`)."""

TEXTS = """
== project
subject: The project | The project {name} | It
goods: pumps, cables, sensors, windows, filters, motors, panels, batteries
filler: The team meets every week.
filler: Most people like the idea.
risk: a late delivery of the {item}
risk: a gap in the plan for {weekday}
risk: a fault in the {item}
risk: a shortage of trained staff
task: order the {item}
task: check the {item}
task: write the report
task: call the supplier
question: who pays for the {item}
question: when the {item} arrive
question: whether the {item} are safe
what project = {name}
  The project {name} is under way.
  The town has approved the project {name}.
who project lead = {person} > is led by {person}
  The project lead is {person}.
  {person} is the new project lead.
cost budget = {money} > has a budget of {money}
  The budget is {money}.
  The town has set a budget of {money}.
cost spent = {money2} > used {money2} so far
  The sum spent is {money2}.
  So far {money2} has been spent.
  The team has spent {money2} already.
date start = {date} > starts on {date}
  The start is on {date}.
  The start is planned for {date}.
date first test = {date2} > is tested on {date2}
  The first test is on {date2}.
  The team expects the first test on {date2}.
where office = {place} > is run from {place}
  The office is in {place}.
  There is a new office in {place}.
count team = {3-12} people > has a team of {3-12} people
  The team has {3-12} people.
  There is a team of {3-12} people.

== meeting
subject: The meeting | The meeting | It
goods: chairs, posters, tickets, forms, keys, invoices, laptops, flyers
filler: The coffee was cold again.
filler: Nobody left early.
risk: a delay with the {item}
risk: a missing permit for the hall
risk: a conflict with the date of the fair
risk: a rise in the price of the {item}
task: buy the {item}
task: print the {item}
task: send the minutes
task: book the hall
question: who brings the {item}
question: how many {item} are needed
question: who opens the door on {weekday}
who chair = {person} > was led by {person}
  The chair was {person}.
  {person} was the chair of the meeting.
count guests = {11-60} > had {11-60} guests
  The number of guests was {11-60}.
  The list shows {11-60} guests.
  We counted {11-60} guests.
cost room rent = {fee} > cost {fee} in rent
  The room rent was {fee}.
  The group paid a room rent of {fee}.
cost new budget = {money} > set a new budget of {money}
  The new budget is {money}.
  All agreed on a new budget of {money}.
date next meeting = {date} > will be continued on {date}
  The next meeting is on {date}.
  The next meeting takes place on {date}.
date deadline = {date2} > set a deadline of {date2}
  The deadline is {date2}.
  The deadline for ideas is {date2}.
  The group set the deadline for {date2}.
where place = {place} > took place in {place}
  The place was {place}.
  The place of the meeting was {place}.
  The group chose {place} as the place.
state vote = {7-15} against {2-6} > ended with a vote of {7-15} against {2-6}
  The vote was {7-15} against {2-6}.
  The vote ended {7-15} against {2-6}.

== repair
subject: The repair | The repair of the {name} | It
goods: brakes, tyres, hoses, screws, lamps, chains, seals, belts
filler: The engine is clean now.
filler: The owner was not at home.
risk: a crack in the frame
risk: a second fault in the {item}
risk: a long wait for the {item}
risk: a leak near the tank
task: change the {item}
task: test the {item}
task: call the owner
task: clean the workshop
question: who pays for the {item}
question: whether the {item} fit
question: why the {item} broke
what machine = {name}
  The machine {name} stands in the workshop.
  The old machine {name} has stopped.
who mechanic = {person} > is done by {person}
  The mechanic is {person}.
  {person} is the mechanic in charge.
cost price = {fee} > costs {fee}
  The price is {fee}.
  The price of the work is {fee}.
  The workshop named a price of {fee}.
cost spare parts = {price} > needs spare parts for {price}
  The spare parts cost {price}.
  The spare parts were ordered for {price}.
date pick-up = {date} > will be done by {date}
  The pick-up is on {date}.
  The pick-up is possible on {date}.
  The pick-up is set for {date}.
date next check = {date2} > needs a check on {date2}
  The next check is on {date2}.
  The next check takes place on {date2}.
where workshop = {place} > is done in {place}
  The workshop is in {place}.
  A workshop in {place} does the work.
count working hours = {11-60} > takes {11-60} hours
  The number of working hours is {11-60}.
  The work takes {11-60} working hours.
  The plan says {11-60} working hours.
count warranty = {3-9} months > has a warranty of {3-9} months
  The warranty lasts {3-9} months.
  There is a warranty of {3-9} months.

== trip
subject: The trip | The trip | It
items: tickets, passports, maps, tents, bikes, bags, boots, vans
filler: Everyone should pack warm clothes.
filler: Breakfast is included.
risk: a storm near {place}
risk: a strike on the railway
risk: a shortage of {item}
risk: a closed road on {weekday}
task: collect the {item}
task: book the rooms
task: check the {item}
task: rent a bus
question: who carries the {item}
question: whether the {item} are included
question: where the group eats on {weekday}
where destination = {place} > goes to {place}
  The destination is {place}.
  This year's destination is {place}.
who guide = {person} > is guided by {person}
  The guide is {person}.
  {person} is the guide of the group.
cost price = {fee} > costs {fee}
  The price is {fee} per person.
  Each person pays a price of {fee}.
cost deposit = {price} > needs a deposit of {price}
  The deposit is {price}.
  A deposit of {price} is due first.
date departure = {date} > starts on {date}
  The departure is on {date}.
  The departure was moved to {date}.
date return = {date2} > ends on {date2}
  The return is on {date2}.
  The return is planned for {date2}.
count nights = {3-14} > lasts {3-14} nights
  The number of nights is {3-14}.
  The group stays {3-14} nights.
  The plan includes {3-14} nights.
count seats = {15-60} > has {15-60} seats
  The number of seats is {15-60}.
  The bus has {15-60} seats.
  There are {15-60} seats.

== order
subject: The order | The order | It
goods: boxes, desks, shelves, printers, jackets, mugs, chairs, lamps
filler: The customer has bought here before.
filler: The invoice comes by mail.
risk: a mistake in the address
risk: a strike at the warehouse
risk: a shortage of {item}
risk: a broken seal on the {item}
task: pack the {item}
task: count the {item}
task: send the invoice
task: call the customer
question: who picks up the {item}
question: which colour the {item} have
question: whether the {item} are in stock
what goods = {15-90} {item}
  The goods are {15-90} {item}.
  The goods on the list are {15-90} {item}.
who customer = {person} > comes from {person}
  The customer is {person}.
  {person} is the customer.
firm supplier = {firm} > is filled by {firm}
  The supplier is {firm}.
  {firm} is the supplier.
cost total = {money} > costs {money}
  The total is {money}.
  The invoice shows a total of {money}.
cost shipping = {price} > adds {price} for shipping
  The shipping costs {price}.
  For shipping the firm asks {price}.
date delivery = {date} > arrives on {date}
  The delivery is on {date}.
  The delivery is promised for {date}.
date payment = {date2} > must be paid by {date2}
  The date of payment is {date2}.
  The payment is due on {date2}.
  The firm expects the payment on {date2}.
where warehouse = {place} > is packed in {place}
  The warehouse is in {place}.
  Everything comes from a warehouse in {place}.
count order number = {120-980} > has the number {120-980}
  The order number is {120-980}.
  The note says order number {120-980}.

== weather
subject: The forecast | The forecast | It
items: boats, roofs, trees, cables, tents, bridges
filler: The sky stays grey.
filler: The nights are clear.
risk: a flood near {place}
risk: a fall of trees on the road
risk: a power cut in the valley
task: close the {item}
task: warn the schools
task: check the {item}
question: how long the {item} hold
question: whether the {item} are safe
question: when the wind drops
where region = {place} > is about {place}
  The region around {place} expects a storm.
  In the region of {place} the weather changes.
count highest value = {18-38} degrees > names {18-38} degrees
  The highest value is {18-38} degrees.
  The station gives {18-38} degrees as the highest value.
count wind = {45-130} km an hour > speaks of wind at {45-130} km an hour
  The wind reaches {45-130} km an hour.
  They measured wind at {45-130} km an hour.
count rain = {5-60} litres > promises {5-60} litres of rain
  The rain brings {5-60} litres.
  There will be rain of {5-60} litres.
who speaker = {person} > was read by {person}
  The speaker is {person}.
  The speaker of the station is {person}.
  {person} is the speaker of the weather office.
date warning ends = {date2} > holds a warning until {date2}
  The warning ends on {date2}.
  They say the warning ends on {date2}.
date storm = {date} > puts the storm on {date}
  The storm comes on {date}.
  They expect the storm on {date}.
cost damage = {money} > speaks of damage of {money}
  The last damage was {money}.
  Last year the damage came to {money}.

== incident
subject: The incident | The incident | It
items: doors, alarms, pipes, shelves, fences, cameras, lights
filler: The police were there quickly.
filler: Visitors had to wait outside.
risk: a second fault in the {item}
risk: a weak wall in the cellar
risk: a claim by the owner
risk: a gap in the fence
task: repair the {item}
task: talk to the insurance
task: replace the {item}
task: write a report
question: who left the {item} open
question: why the {item} failed
question: whether the insurance pays
where place = {place} > happened in {place}
  The place was {place}.
  The place was a shop in {place}.
  The report names {place} as the place.
date day = {date} > happened on {date}
  The day was {date}.
  The day of the accident was {date}.
  The report names the day, {date}.
count time = {time} > began at {time}
  The time was {time}.
  The time of the alarm was {time}.
  The report gives {time} as the time.
cost damage = {money} > caused damage of {money}
  The damage is {money}.
  Experts put the damage at {money}.
cost fine = {fee} > led to a fine of {fee}
  The fine is {fee}.
  The owner got a fine of {fee}.
count injured = {3-9} people > left {3-9} people injured
  In all, {3-9} people were injured.
  {3-9} people were slightly injured.
who witness = {person} > was seen by {person}
  The witness is {person}.
  {person} is the only witness.
date reopening = {date2} > closed the shop until {date2}
  The reopening is on {date2}.
  The reopening is planned for {date2}.

== festival
subject: The festival | The festival {name} | It
goods: stages, tents, drinks, posters, speakers, toilets, lamps
filler: Dogs are welcome.
filler: The music is free for children.
risk: a heavy rain on {weekday}
risk: a lack of {item}
risk: a noise complaint
risk: a late band
task: order the {item}
task: set up the {item}
task: hire the guards
task: call the fire service
question: who cleans the {item}
question: where the {item} stand
question: whether the {item} are enough
what festival = {name}
  The festival {name} is back.
  People look forward to the festival {name}.
who organiser = {person} > is organised by {person}
  The organiser is {person}.
  {person} is the organiser.
where venue = {place} > takes place in {place}
  The venue is {place}.
  The venue is a park in {place}.
  A field in {place} is the venue.
date opening = {date} > opens on {date}
  The opening is on {date}.
  The opening was moved to {date}.
date last day = {date2} > ends on {date2}
  The last day is {date2}.
  The band plays on the last day, {date2}.
cost ticket = {price} > costs {price} a ticket
  A ticket costs {price}.
  The price of a ticket is {price}.
cost rent = {money} > pays a rent of {money}
  The rent is {money}.
  The rent for the field is {money}.
  The club pays a rent of {money}.
count bands = {3-12} > has {3-12} bands
  The number of bands is {3-12}.
  There are {3-12} bands.
  The programme names {3-12} bands.

== product
subject: The device | The device {name} | It
goods: buttons, screens, cables, cases, chips, batteries, manuals
filler: Testers liked the design.
filler: The box is made of paper.
risk: a fault in the {item}
risk: a cheaper rival
risk: a shortage of {item}
risk: a complaint about the {item}
task: test the {item}
task: redesign the {item}
task: order the {item}
task: update the website
question: who makes the {item}
question: which colour the {item} have
question: whether the {item} last
what device = {name}
  The device {name} is new.
  The shop now sells the device {name}.
firm maker = {firm} > is made by {firm}
  The maker is {firm}.
  {firm} is the maker.
cost price = {fee} > costs {fee}
  The price is {fee}.
  The shop asks a price of {fee}.
cost repair = {price} > costs {price} to repair
  A repair costs {price}.
  For a repair the shop asks {price}.
date sale = {date} > is sold from {date}
  The sale starts on {date}.
  The sale begins on {date}.
date update = {date2} > gets an update on {date2}
  The next update comes on {date2}.
  An update is promised for {date2}.
count weight = {120-980} grams > weighs {120-980} grams
  The weight is {120-980} grams.
  The box says a weight of {120-980} grams.
count battery = {11-48} hours > runs for {11-48} hours
  The battery lasts {11-48} hours.
  The battery is good for {11-48} hours.
where factory = {place} > is built in {place}
  The factory is in {place}.
  A factory in {place} builds them.

== recipe
subject: The dish | The dish {name} | It
items: onions, apples, beans, carrots, eggs, nuts, plums, mushrooms
filler: Children like it too.
filler: It tastes best warm.
risk: a burnt crust
risk: a shortage of {item}
risk: a dish with too much salt
task: buy the {item}
task: wash the {item}
task: heat the oven
task: set the table
question: who peels the {item}
question: how long the {item} keep
question: whether the {item} are fresh
what dish = {name}
  The dish {name} is an old favourite.
  My aunt calls the dish {name}.
who cook = {person} > is made by {person}
  The cook is {person}.
  {person} is the cook today.
count flour = {200-900} grams > needs {200-900} grams of flour
  The flour weighs {200-900} grams.
  The bowl holds flour of {200-900} grams.
count baking time = {15-90} minutes > bakes for {15-90} minutes
  The baking time is {15-90} minutes.
  The book says a baking time of {15-90} minutes.
count portions = {3-12} > makes {3-12} portions
  The number of portions is {3-12}.
  The recipe makes {3-12} portions.
  There are {3-12} portions.
cost ingredients = {price} > costs {price}
  The ingredients cost {price}.
  All ingredients together cost {price}.
cost wine = {price2} > goes with a wine for {price2}
  A good wine costs {price2}.
  The wine was bought for {price2}.
date dinner = {date2} > is served on {date2}
  The dinner is on {date2}.
  The dinner is planned for {date2}.
date shopping = {date} > needs shopping on {date}
  The day of the shopping is {date}.
  The shopping is done on {date}.
  The shopping must be finished on {date}.
where origin = {place} > comes from {place}
  Its origin is {place}.
  A book gives {place} as its origin.

== study
subject: The study | The study {name} | It
items: samples, forms, sensors, tablets, masks, cages, plants
filler: The results surprised many.
filler: The method is simple.
risk: a loss of {item}
risk: a small sample
risk: a fault in the {item}
risk: a delay in the funding
task: count the {item}
task: label the {item}
task: write the paper
task: invite the partners
question: who stores the {item}
question: why the {item} differ
question: whether the {item} are enough
what study = {name}
  The study {name} has begun.
  The press wrote about the study {name}.
who author = {person} > was written by {person}
  The author is {person}.
  {person} is the author.
cost funding = {money} > has funding of {money}
  The funding is {money}.
  The state gave funding of {money}.
cost travel = {fee} > spent {fee} on travel
  The travel cost {fee}.
  For travel the group spent {fee}.
count participants = {120-980} > had {120-980} participants
  The number of participants was {120-980}.
  There were {120-980} participants.
  The group found {120-980} participants.
count success = {11-95} percent > found success in {11-95} percent
  The success rate was {11-95} percent.
  They saw success in {11-95} percent of the cases.
date start = {date} > began on {date}
  The start was on {date}.
  The start had to wait until {date}.
date report = {date2} > will be published on {date2}
  The date of the report is {date2}.
  The report comes out on {date2}.
  The report is due on {date2}.
where laboratory = {place} > was done in {place}
  The laboratory is in {place}.
  A laboratory in {place} did the work.

== match
subject: The match | The match | It
goods: shirts, balls, nets, tickets, flags, lights, benches
filler: The rain stopped after the break.
filler: The fans sang all evening.
risk: an injury in the team
risk: a wet field
risk: a shortage of {item}
risk: a protest by the guests
task: wash the {item}
task: count the {item}
task: pay the referee
task: book the bus
question: who brings the {item}
question: where the {item} are
question: who plays on {weekday}
state result = {3-6} to {1-2} > ended {3-6} to {1-2}
  The result was {3-6} to {1-2}.
  After the break the result was {3-6} to {1-2}.
who coach = {person} > was won by the team of {person}
  The winning coach is {person}.
  {person} is the coach of the winners.
where place = {place} > was played in {place}
  The place was {place}.
  The place was the old stadium of {place}.
  The place for the match was {place}.
count spectators = {120-980} > had {120-980} spectators
  The number of spectators was {120-980}.
  There were {120-980} spectators.
  The club counted {120-980} spectators.
cost ticket = {price} > cost {price} a ticket
  A ticket cost {price}.
  The price of a ticket was {price}.
cost prize = {money} > brings a prize of {money}
  The prize is {money}.
  The winners get a prize of {money}.
date next match = {date} > is followed by another on {date}
  The next match is on {date}.
  The next match was moved to {date}.
date final = {date2} > leads to the final on {date2}
  The final is on {date2}.
  The final takes place on {date2}.

== shipment
subject: The shipment | The shipment on the {name} | It
items: machines, tyres, seeds, coils, engines, bottles, pipes
filler: The sea was calm.
filler: All papers are complete.
risk: a storm on the route
risk: a strike at the port
risk: a loss of {item}
risk: a fire near the {item}
task: unload the {item}
task: count the {item}
task: inform the customs office
task: hire two trucks
question: who stores the {item}
question: when the {item} are checked
question: whether the {item} are insured
what ship = {name}
  The ship {name} is on its way.
  Everything is loaded on the ship {name}.
who captain = {person} > is in the hands of {person}
  The captain is {person}.
  {person} is the captain.
where port = {place} > goes to {place}
  The port is {place}.
  The next port is {place}.
date arrival = {date2} > arrives on {date2}
  The arrival is on {date2}.
  The arrival is expected on {date2}.
date loading = {date} > was loaded on {date}
  The loading ended on {date}.
  The loading was finished on {date}.
cost freight = {money} > costs {money}
  The freight costs {money}.
  For the freight the firm pays {money}.
cost insurance = {price} a day > is insured for {price} a day
  The insurance costs {price} a day.
  For insurance the firm pays {price} a day.
count containers = {11-80} > has {11-80} containers
  The number of containers is {11-80}.
  There are {11-80} containers.
  The list names {11-80} containers.

== flat
subject: The flat | The flat | It
items: windows, heaters, keys, carpets, lamps, doors, curtains
filler: The kitchen is bright.
filler: A tram stops nearby.
risk: a damp wall in the bath
risk: a fault in the {item}
risk: a rise in the rent
risk: a noisy neighbour
task: paint the {item}
task: repair the {item}
task: sign the contract
task: read the meter
question: who pays for the {item}
question: whether the {item} stay
question: when the {item} are cleaned
where town = {place} > is in {place}
  The town is {place}.
  The flat is in the town of {place}.
who landlord = {person} > belongs to {person}
  The landlord is {person}.
  {person} is the landlord.
cost rent = {fee} a week > costs {fee} a week
  The rent is {fee} a week.
  The tenant pays a rent of {fee} a week.
cost deposit = {sum} > needs a deposit of {sum}
  The deposit is {sum}.
  A deposit of {sum} is asked.
date free from = {date2} > is free from {date2}
  The rooms are free from {date2}.
  All is free from {date2}.
date viewing = {date} > can be seen on {date}
  The viewing is on {date}.
  There is a viewing on {date}.
count size = {30-140} square metres > has {30-140} square metres
  The size is {30-140} square metres.
  The plan shows a size of {30-140} square metres.
count rooms = {2-6} > has {2-6} rooms
  The number of rooms is {2-6}.
  There are {2-6} rooms.
  The plan shows {2-6} rooms.

== course
subject: The course | The course {name} | It
goods: books, aprons, tablets, brushes, mats, drums, forms
filler: Beginners are welcome.
filler: The hall is warm.
risk: a lack of {item}
risk: a clash with the holidays
risk: a broken heater
risk: a small group
task: copy the {item}
task: bring the {item}
task: write the invitations
task: reserve the hall
question: who brings the {item}
question: who pays for the {item}
question: whether the {item} are needed
what course = {name}
  The course {name} is open.
  Everybody can join the course {name}.
who teacher = {person} > is taught by {person}
  The teacher is {person}.
  {person} is the teacher.
cost fee = {fee} > costs {fee}
  The fee is {fee}.
  Members pay a fee of {fee}.
cost exam = {price} > has an exam for {price}
  The exam costs {price}.
  For the exam the school asks {price}.
date first lesson = {date2} > starts on {date2}
  The first lesson is on {date2}.
  The first lesson takes place on {date2}.
date sign up by = {date} > is open until {date}
  People can sign up by {date}.
  Guests should sign up by {date}.
where school = {place} > takes place in {place}
  The school is in {place}.
  A school in {place} is the host.
count lessons = {11-30} > has {11-30} lessons
  The number of lessons is {11-30}.
  There are {11-30} lessons.
  The plan names {11-30} lessons.
count begins at = {time} > begins at {time}
  Every lesson begins at {time}.
  The first hour begins at {time}.

== building site
subject: The building site | The building site | It
items: cranes, beams, signs, trucks, fences, stones, drills
filler: Cars must take another road.
filler: The noise is loud in the morning.
risk: a flood in the spring
risk: a shortage of {item}
risk: an old gas pipe
risk: a fall in the price of steel
task: move the {item}
task: check the {item}
task: inform the neighbours
task: measure the road
question: who owns the {item}
question: where the {item} stand
question: when the {item} leave
where town = {place} > is in {place}
  The town of {place} builds a bridge.
  A bridge is built in the town of {place}.
who engineer = {person} > is run by {person}
  The engineer is {person}.
  {person} is the engineer.
firm builder = {firm} > is worked by {firm}
  The builder is {firm}.
  {firm} is the builder.
cost cost = {money} > costs {money}
  The cost is {money}.
  The town puts the cost at {money}.
cost daily fine = {fee} > risks a daily fine of {fee}
  The daily fine is {fee}.
  The daily fine for delays is {fee}.
  Delays lead to a daily fine of {fee}.
date road closed from = {date} > closes the road from {date}
  The road is closed from {date}.
  The town keeps the road closed from {date}.
date opening = {date2} > ends on {date2}
  The opening is on {date2}.
  The opening is planned for {date2}.
count length = {120-980} metres > covers {120-980} metres
  The length is {120-980} metres.
  The plan shows a length of {120-980} metres.
count workers = {11-90} > has {11-90} workers
  The number of workers is {11-90}.
  There are {11-90} workers.
  The firm sends {11-90} workers.

== fundraiser
subject: The fundraiser | The fundraiser {name} | It
items: cakes, books, toys, plants, coats, flyers, boxes
filler: The weather was kind.
filler: Many neighbours helped.
risk: a rainy {weekday}
risk: a lack of {item}
risk: a second event in town
risk: a mistake in the accounts
task: sort the {item}
task: collect the {item}
task: thank the donors
task: count the money
question: who sells the {item}
question: where the {item} are kept
question: who gets the {item}
what fundraiser = {name}
  The fundraiser {name} was a success.
  The club runs the fundraiser {name}.
who treasurer = {person} > is managed by {person}
  The treasurer is {person}.
  {person} is the treasurer.
cost raised = {money} > raised {money}
  The sum raised is {money}.
  So far {money} has been raised.
  The helpers raised {money}.
cost goal = {money2} > has a goal of {money2}
  The goal is {money2}.
  The club set a goal of {money2}.
date last day = {date} > ends on {date}
  The last day is {date}.
  People can give until the last day, {date}.
date party = {date2} > ends with a party on {date2}
  The party is on {date2}.
  The helpers get a party on {date2}.
where hall = {place} > takes place in {place}
  The hall is in {place}.
  The sale is in a hall in {place}.
count helpers = {11-90} > has {11-90} helpers
  The number of helpers is {11-90}.
  There are {11-90} helpers.
  The club found {11-90} helpers.
"""
