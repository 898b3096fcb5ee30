import{m151_useLoaded as o}from"./panel-014b47b365.js";export{o as a};
