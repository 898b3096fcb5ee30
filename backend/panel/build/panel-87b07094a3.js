import{m146_useLoaded as o}from"./panel-9c9a5c790a.js";export{o as a};
