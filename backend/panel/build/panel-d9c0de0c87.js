import{m155_useLoaded as o}from"./panel-1ff8930162.js";export{o as a};
