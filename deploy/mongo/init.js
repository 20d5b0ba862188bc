// Run by mongosh. The set's name is the one in FIRSTLINE_STORE.
const members = ["mongo-1", "mongo-2", "mongo-3"].map((name, _id) => ({ _id, host: `${name}:27017` }));
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "firstline", members });
}
// A desk may start once somebody is elected.
while (!db.hello().isWritablePrimary && !db.hello().primary) sleep(200);
