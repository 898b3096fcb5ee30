import{m142_useLoaded as o}from"./panel-29a325a847.js";export{o as a};
