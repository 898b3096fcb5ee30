import{m151_useLoaded as o}from"./panel-4f4ba40761.js";export{o as a};
