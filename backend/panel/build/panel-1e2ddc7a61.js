import{m142_useLoaded as o}from"./panel-a0272cd8d7.js";export{o as a};
