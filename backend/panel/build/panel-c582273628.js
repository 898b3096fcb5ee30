import{m157_useLoaded as o}from"./panel-13e2f6c83b.js";export{o as a};
