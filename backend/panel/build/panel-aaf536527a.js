import{m146_useLoaded as o}from"./panel-a8e877c6df.js";export{o as a};
